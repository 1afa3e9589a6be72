import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A server that takes the place of Crowsnest. */
export interface StandIn {
  /** Frees the port, and closes all connections. */
  close(): Promise<void>;
}

/** Starts a server on a port of 127.0.0.1 that answers as the listener says, or not at all. */
export async function standIn(port: number, listener: RequestListener): Promise<StandIn> {
  const server = createServer(listener).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
