import { foldCase } from '../filters/fold-case.ts';
import type { SessionRecord } from './sessions.ts';

/** What sessions can be sorted by. */
export const SESSION_SORT_KEYS = ['client', 'openedAt', 'lastSeen', 'inFlight', 'calls', 'errors'] as const;

/** One of the keys. */
export type SessionSortKey = (typeof SESSION_SORT_KEYS)[number];

/** An order of sessions. Without one, open sessions come first, the newest first in each group. */
export interface SessionSort {
  key: SessionSortKey;
  descending: boolean;
}

/** Reads an order: the name of a key, with `-` before it for the largest first. Undefined for anything else. */
export function parseSessionSort(text: string): SessionSort | undefined {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const key = SESSION_SORT_KEYS.find((key) => key === name);
  return key && { key, descending };
}

/** The text of an order. */
export function printSessionSort({ key, descending }: SessionSort): string {
  return (descending ? '-' : '') + key;
}

/** When something last happened in a session, before any expiry: ISO 8601, UTC. */
export function lastSeenOf({ lastEventAt, endedAt, idleMs }: SessionRecord): string {
  if (endedAt === undefined || idleMs === undefined) return lastEventAt;
  return new Date(Date.parse(endedAt) - idleMs).toISOString();
}

/** Longest part of a client's name that sorts, so that cursors stay short. */
const NAME_LENGTH = 100;

/** What a session is sorted by: a name as it sorts, a time in ISO 8601, or a number. */
export function sortValueOf(
  session: SessionRecord,
  callsInFlight: number,
  key: SessionSortKey,
): string | number {
  switch (key) {
    case 'client':
      return foldCase(session.client.name.slice(0, NAME_LENGTH)).toWellFormed();
    case 'openedAt':
      return session.openedAt;
    case 'lastSeen':
      return lastSeenOf(session);
    case 'inFlight':
      return callsInFlight;
    case 'calls':
    case 'errors':
      return session[key];
    default:
      return key satisfies never;
  }
}
