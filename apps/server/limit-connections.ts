import type { Server } from 'node:http';

/**
 * Longer than proxies and clients keep a connection, so that they close it first and never send a request on a
 * connection that the server is closing.
 */
const KEEP_ALIVE_MS = 65_000;

/** Maximum time for a whole request to arrive, in milliseconds. */
const REQUEST_MS = 30_000;

/** Interval at which Node looks for slower requests, in milliseconds. Its default of 30 s would double the limit. */
const CHECK_EVERY_MS = 1_000;

/** Limits the time for each request and the number of connections. Call it before the server listens. */
export function limitConnections(server: Server, maxConnections: number): void {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = REQUEST_MS;
  server.requestTimeout = REQUEST_MS;
  server.maxConnections = maxConnections;
  // This is an option of `createServer`, which Nest calls without options. Node reads it when the server starts to
  // listen.
  Object.assign(server, { connectionsCheckingInterval: CHECK_EVERY_MS });
}
