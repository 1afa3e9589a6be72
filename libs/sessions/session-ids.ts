import { randomUUID } from 'node:crypto';
import type { SessionId } from '#contract';

/** A session id that nobody can guess. */
export function newSessionId(): SessionId {
  return randomUUID() as string as SessionId;
}
