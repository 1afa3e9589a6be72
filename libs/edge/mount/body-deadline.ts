import type { IncomingMessage } from 'node:http';

/** Maximum time for the body of a request to arrive, in milliseconds. */
const BODY_DEADLINE_MS = 30_000;

/** Closes the connection of a request whose body does not arrive in time, even if nobody reads it. */
export function setBodyDeadline(request: IncomingMessage): void {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && !Number(headers['content-length'] ?? 0)) return;
  // Most bodies arrive with the headers: after this turn of the parser they are complete, and need no timer.
  process.nextTick(() => {
    if (!request.complete) beginDeadline(request);
  });
}

function beginDeadline(request: IncomingMessage): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, BODY_DEADLINE_MS);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}
