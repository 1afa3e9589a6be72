import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { TOOL_DESCRIPTION, TOOL_NAMES, toolInput, toolResult } from '../trivial-tools.ts';
import { serveSessions } from './serve-sessions.ts';

// Version 1 of the SDK, stateful, as most of today's servers run it.
const SCHEMAS = new Map(TOOL_NAMES.map((name) => [name, toolInput()]));

await serveSessions(
  (options) => new StreamableHTTPServerTransport(options),
  async (transport) => {
    const server = new McpServer({ name: 'bench', version: '1.0.0' });
    for (const [name, inputSchema] of SCHEMAS)
      server.registerTool(name, { description: TOOL_DESCRIPTION, inputSchema }, ({ text }) =>
        toolResult(text),
      );
    await server.connect(transport);
  },
);
