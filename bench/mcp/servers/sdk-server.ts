import { setTimeout as pause } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/server';
import { TOOL_DESCRIPTION, TOOL_NAMES, toolInput, toolResult } from '../trivial-tools.ts';

const SCHEMAS = new Map(TOOL_NAMES.map((name) => [name, toolInput()]));

/**
 * The trivial tools on a server of version 2 of the SDK, registered as in its examples. With `workMs` each call takes so many
 * milliseconds, as if the tool asked a database.
 */
export function createSdkServer(workMs = 0): McpServer {
  const server = new McpServer({ name: 'bench', version: '1.0.0' });
  for (const [name, inputSchema] of SCHEMAS)
    server.registerTool(name, { description: TOOL_DESCRIPTION, inputSchema }, ({ text }) =>
      workMs > 0 ? pause(workMs, toolResult(text)) : toolResult(text),
    );
  return server;
}
