import type { Server } from 'node:http';

/** Longer than proxies and clients keep a connection: they give it up first, and no request meets one just closed. */
const KEEP_ALIVE_MS = 65_000;

/** Time for a request to arrive whole, in milliseconds. */
const REQUEST_MS = 30_000;

/** How often Node looks for requests that take longer, in milliseconds. Its default of 30 s would double the limit. */
const CHECK_EVERY_MS = 1_000;

/** Sets what a connection may take and how many there are, before the server listens. */
export function limitConnections(server: Server, maxConnections: number): void {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = REQUEST_MS;
  server.requestTimeout = REQUEST_MS;
  server.maxConnections = maxConnections;
  // An option of `createServer`, which Nest calls without any. Node reads it when the server begins to listen.
  Object.assign(server, { connectionsCheckingInterval: CHECK_EVERY_MS });
}
