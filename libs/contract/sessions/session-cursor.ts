import { parseSessionSort, printSessionSort, sortValueOf, type SessionSort } from './session-sort.ts';
import type { SessionRecord } from './sessions.ts';

/**
 * A place in a list of sessions. It stays valid while sessions open, end and are forgotten, and belongs to one order:
 * `sort` is null for that without a choice.
 */
export interface SessionCursor {
  sort: SessionSort | null;
  /** Whether the session is open; always true in an order of choice, which does not look at it. */
  isOpen: boolean;
  /** What the session is sorted by. Without a choice when it ended, or opened if it is still open: ISO 8601, UTC. */
  value: string | number;
  sessionId: string;
}

const UNSORTED = /^(open|ended)_(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(.{1,256})$/;
const SORTED = /^(-?[a-zA-Z]+)_(\d{1,3})_(.*)$/s;

/** The place of a session. */
export function placeOf(
  record: SessionRecord,
  callsInFlight: number,
  sort: SessionSort | null,
): SessionCursor {
  const { sessionId, openedAt, endedAt } = record;
  if (!sort) return { sort, isOpen: endedAt === undefined, value: endedAt ?? openedAt, sessionId };
  return { sort, isOpen: true, value: sortValueOf(record, callsInFlight, sort.key), sessionId };
}

/** Compares two places of one order: negative if the first comes first. Equal values are ordered by id. */
export function comparePlaces(one: SessionCursor, other: SessionCursor): number {
  if (one.isOpen !== other.isOpen) return one.isOpen ? -1 : 1;
  const descending = one.sort?.descending ?? true;
  const order = compare(one.value, other.value) || compare(one.sessionId, other.sessionId);
  return descending ? -order : order;
}

/** Returns a cursor as a text, which `parseSessionCursor` reads. */
export function printSessionCursor({ sort, isOpen, value, sessionId }: SessionCursor): string {
  if (!sort) return `${isOpen ? 'open' : 'ended'}_${value}_${sessionId}`;
  // The value comes last, because a client's name may hold anything.
  return `${printSessionSort(sort)}_${sessionId.length}_${sessionId}${value}`;
}

/** Parses a cursor from outside; undefined if the text is not one. */
export function parseSessionCursor(text: string): SessionCursor | undefined {
  const [, group, at, sessionId] = UNSORTED.exec(text) ?? [];
  if (at !== undefined && sessionId !== undefined)
    return { sort: null, isOpen: group === 'open', value: at, sessionId };
  return parseSorted(text);
}

function parseSorted(text: string): SessionCursor | undefined {
  const [, order, length, rest = ''] = SORTED.exec(text) ?? [];
  const sort = parseSessionSort(order ?? '');
  const sessionId = rest.slice(0, Number(length));
  const written = rest.slice(Number(length));
  if (!sort || sessionId === '' || sessionId.length < Number(length) || written === '') return undefined;
  const isNumber = sort.key !== 'client' && sort.key !== 'openedAt' && sort.key !== 'lastSeen';
  if (isNumber && !/^\d{1,15}$/.test(written)) return undefined;
  return { sort, isOpen: true, value: isNumber ? Number(written) : written, sessionId };
}

function compare<T extends string | number>(a: T, b: T): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
