// A server on SDK v1, as its owner writes it, and the same with the line for Crowsnest.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { observe } from 'crowsnest-observe';
import { z } from 'zod';

/** `traceId` is asked while a tool runs: others may have continued the trace of the client. */
export function ordersServer(traceId = () => undefined) {
  const server = new McpServer({ name: process.env.SERVER_NAME, version: '1.0.0' });
  server.registerTool('get_order', { inputSchema: { number: z.string() } }, ({ number }, { _meta }) => {
    if (number !== 'A-1') throw new Error(`There is no order ${number}`);
    return { content: [{ type: 'text', text: 'shipped' }], _meta: { received: _meta, traceId: traceId() } };
  });
  return server;
}

export function observedServer() {
  const server = ordersServer();
  observe(server);
  return server;
}
