import type { Server } from 'node:http';

/** The longest that a request may take to arrive before the warning names it, in milliseconds. */
const LONGEST_REQUEST_MS = 60_000;

/**
 * What a server of somebody else leaves open to clients that send slowly or connect without end; undefined where all is
 * set. Its settings are its owner's, so that they are named and not changed.
 */
export function connectionWarning(server: Server): string | undefined {
  const { requestTimeout, maxConnections } = server;
  const missing = [
    (requestTimeout === 0 || requestTimeout > LONGEST_REQUEST_MS) &&
      'server.requestTimeout = 30_000 (a client may take as long to send a request)',
    // Node's own default is unlimited, and told as undefined.
    !Number.isFinite(maxConnections ?? Infinity) && 'server.maxConnections = 20_000',
  ].filter((setting) => setting !== false);
  if (missing.length === 0) return undefined;
  return (
    `The HTTP server of the application bounds slow or many clients only in part. Where strangers reach it, set ` +
    `${missing.join(' and ')} on app.getHttpServer() before it listens.`
  );
}
