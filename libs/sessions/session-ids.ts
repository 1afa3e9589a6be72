import { randomUUID } from 'node:crypto';
import type { SessionId } from '#contract';

/** Creates a session id that nobody can guess. */
export function newSessionId(): SessionId {
  return randomUUID() as string as SessionId;
}
