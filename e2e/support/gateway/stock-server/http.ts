import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { stockServers } from './stock-server.ts';

/** Serves the stock server over HTTP: a server is made for each request. */
export async function startStockServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const handler = createMcpHandler(stockServers(() => handler.notify));
  const serve = toNodeHandler(handler);
  const server = createServer((request, response) => {
    void serve(request as Parameters<typeof serve>[0], response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    stop: async () => {
      await handler.close();
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
