import type { Server } from 'node:http';

/** The longest that a request may take to arrive before the warning names it, in milliseconds. */
const LONGEST_REQUEST_MS = 60_000;

/**
 * Returns a warning if the HTTP server of the application does not limit slow or numerous clients; undefined if it
 * does. The settings belong to the application, so the warning names them and nothing changes them.
 */
export function connectionWarning(server: Server): string | undefined {
  const { requestTimeout, maxConnections } = server;
  const missing = [
    (requestTimeout === 0 || requestTimeout > LONGEST_REQUEST_MS) &&
      'server.requestTimeout = 30_000 (a client may take as long to send a request)',
    // By default Node.js sets no limit and reports undefined.
    !Number.isFinite(maxConnections ?? Infinity) && 'server.maxConnections = 20_000',
  ].filter((setting) => setting !== false);
  if (missing.length === 0) return undefined;
  return (
    `The HTTP server of the application does not fully limit slow or numerous clients. If strangers can reach it, set ` +
    `${missing.join(' and ')} on app.getHttpServer() before it listens.`
  );
}
