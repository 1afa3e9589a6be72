import type { SessionEnd } from '#sessions';

const TEXTS: Record<SessionEnd, string> = {
  client: 'The session ended before the call did',
  admin: 'Cancelled by an administrator',
  shutdown: 'The server is shutting down',
  idle: 'The session expired before the call did',
};

/** What the agent of a call in flight is told when the call's session ends. */
export function sessionEndText(reason: SessionEnd): string {
  return TEXTS[reason];
}
