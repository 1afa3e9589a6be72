import { randomUUID } from 'node:crypto';
import type { SessionId } from '#contract';

/** Length of a UUID. */
const UUID = 36;
/** Number of characters by which the id of a session names its owner. */
const OWNER = 8;

/**
 * Creates a session id that nobody can guess. It names its owner, if there is one: an instance of those that share a log.
 */
export function newSessionId(owner?: string): SessionId {
  return (owner === undefined ? randomUUID() : `${randomUUID()}.${owner.slice(-OWNER)}`) as SessionId;
}

/** Whether a session id, which may come from outside, names an owner. */
export function namesOwner(sessionId: string): boolean {
  return sessionId.length === UUID + 1 + OWNER && sessionId[UUID] === '.';
}

/** Whether a session id names this instance as its owner. */
export function isOwner(instance: string, sessionId: string): boolean {
  return namesOwner(sessionId) && instance.endsWith(sessionId.slice(UUID + 1));
}
