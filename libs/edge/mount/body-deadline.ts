import type { IncomingMessage } from 'node:http';

/** Milliseconds that a request's body may take to arrive whole. */
const BODY_DEADLINE_MS = 30_000;

/** Closes the connection of a request whose body has not arrived in time, whether it is read or not. */
export function setBodyDeadline(request: IncomingMessage): void {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && !Number(headers['content-length'] ?? 0)) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, BODY_DEADLINE_MS);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}
