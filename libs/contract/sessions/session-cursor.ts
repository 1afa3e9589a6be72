import type { SessionRecord } from './sessions.ts';

/** A place in the list of sessions. It stays valid while sessions open, end and are forgotten. */
export interface SessionCursor {
  isOpen: boolean;
  /** When the session ended, or opened if it is still open: ISO 8601, UTC. */
  at: string;
  sessionId: string;
}

const CURSOR = /^(open|ended)_(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(.{1,256})$/;

/** The cursor of a session. */
export function cursorOf({ sessionId, openedAt, endedAt }: SessionRecord): SessionCursor {
  return { isOpen: endedAt === undefined, at: endedAt ?? openedAt, sessionId };
}

/** Whether a session comes after a place in the list. Sessions of the same millisecond are ordered by id. */
export function isAfter(record: SessionRecord, place: SessionCursor): boolean {
  const { isOpen, at, sessionId } = cursorOf(record);
  if (isOpen !== place.isOpen) return place.isOpen;
  return at === place.at ? sessionId < place.sessionId : at < place.at;
}

export function printSessionCursor({ isOpen, at, sessionId }: SessionCursor): string {
  return `${isOpen ? 'open' : 'ended'}_${at}_${sessionId}`;
}

/** Parses a cursor from outside; undefined if the text is not one. */
export function parseSessionCursor(text: string): SessionCursor | undefined {
  const [, group, at, sessionId] = CURSOR.exec(text) ?? [];
  if (at === undefined || sessionId === undefined) return undefined;
  return { isOpen: group === 'open', at, sessionId };
}
