// A server on SDK v2, as its owner writes it, and the same with the line for Crowsnest.
import { McpServer } from '@modelcontextprotocol/server';
import { observe } from 'crowsnest-observe';
import { z } from 'zod';

export function ordersServer() {
  const server = new McpServer({ name: process.env.SERVER_NAME, version: '1.0.0' });
  const inputSchema = z.object({ number: z.string() });
  server.registerTool('get_order', { inputSchema }, ({ number }, { mcpReq }) => {
    if (number !== 'A-1') throw new Error(`There is no order ${number}`);
    return { content: [{ type: 'text', text: 'shipped' }], _meta: { received: mcpReq._meta } };
  });
  return server;
}

export function observedServer() {
  const server = ordersServer();
  observe(server);
  return server;
}
