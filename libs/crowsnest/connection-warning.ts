import type { Server } from 'node:http';

/** The longest that a request may take to arrive before the warning names it, in milliseconds. */
const LONGEST_REQUEST_MS = 60_000;
/** The shortest that an idle connection may stay open before the warning names it, in milliseconds. */
const SHORTEST_IDLE_MS = 30_000;

/**
 * Returns a warning if the HTTP server of the application does not limit slow or numerous clients, or closes connections
 * that agents still use; undefined if it does neither. The settings belong to the application, so the warning names them
 * and nothing changes them.
 */
export function connectionWarning(server: Server): string | undefined {
  const { requestTimeout, maxConnections, keepAliveTimeout } = server;
  const missing = [
    (requestTimeout === 0 || requestTimeout > LONGEST_REQUEST_MS) &&
      'server.requestTimeout = 30_000 (a client may take as long to send a request)',
    // By default Node.js sets no limit and reports undefined.
    !Number.isFinite(maxConnections ?? Infinity) && 'server.maxConnections = 20_000',
    // Zero keeps connections open without end.
    keepAliveTimeout > 0 &&
      keepAliveTimeout < SHORTEST_IDLE_MS &&
      'server.keepAliveTimeout = 65_000 (an agent may send its next request on a connection that is being closed)',
  ].filter((setting) => setting !== false);
  if (missing.length === 0) return undefined;
  return (
    `The HTTP server of the application is not set up for many agents, or for strangers. Set ${missing.join('; ')} on ` +
    `app.getHttpServer() before it listens.`
  );
}
