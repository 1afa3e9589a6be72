import type { SessionEnd } from '#sessions';

const TEXTS: Record<SessionEnd, string> = {
  client: 'The session ended before the request was answered',
  admin: 'Cancelled by an administrator',
  shutdown: 'The server is shutting down',
  'instance-lost': 'The server was out of touch for too long, and the session has ended; begin a new one',
  idle: 'The session expired before the request was answered',
};

/** What an agent with a request in flight is told when the session ends. */
export function sessionEndText(reason: SessionEnd): string {
  return TEXTS[reason];
}
