import type { Server } from '@modelcontextprotocol/server';
import type { OfferClient } from '#tools';

/** A server object of the SDK and the one client that it serves. */
export interface Serving {
  server: Server;
  client: OfferClient;
}
