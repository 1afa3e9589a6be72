import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port of the loopback address, and resolves with the URL of the MCP endpoint there. */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

/** Takes no more connections, and cuts those that are open. */
export function closeAtOnce(server: Server): void {
  server.close();
  server.closeAllConnections();
}
