import { McpServer } from '@modelcontextprotocol/server';
import { TOOL_DESCRIPTION, TOOL_NAMES, toolInput, toolResult } from '../trivial-tools.ts';

const SCHEMAS = new Map(TOOL_NAMES.map((name) => [name, toolInput()]));

/** The trivial tools on a server of version 2 of the SDK, registered as in its examples. */
export function createSdkServer(): McpServer {
  const server = new McpServer({ name: 'bench', version: '1.0.0' });
  for (const [name, inputSchema] of SCHEMAS)
    server.registerTool(name, { description: TOOL_DESCRIPTION, inputSchema }, ({ text }) => toolResult(text));
  return server;
}
