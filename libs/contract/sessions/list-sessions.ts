import type { Filter } from '../filters/filter.ts';
import { countBySession, type CallsInFlight } from './calls-in-flight.ts';
import { comparePlaces, placeOf, printSessionCursor, type SessionCursor } from './session-cursor.ts';
import { compileSessionFilter } from './session-filter.ts';
import type { SessionSort } from './session-sort.ts';
import type { SessionCounts, SessionList, SessionState, SessionView } from './session-view.ts';
import {
  completeSinceOf,
  emptyForgottenOf,
  findSession,
  type SessionRecord,
  type Sessions,
} from './sessions.ts';

/** Which sessions to list, and in which order. */
export interface SessionQuery {
  /** Only sessions of this tenant. */
  tenantId?: string;
  states?: readonly SessionState[];
  /** Only sessions that it selects, as `parseSessionFilter` reads it. */
  filter?: Filter;
  /** Only sessions that had not ended before this time: ISO 8601, UTC. */
  from?: string;
  /** Only sessions that had opened before this time. */
  to?: string;
  /** Only sessions with a call. */
  withCalls?: boolean;
  /** Without one, open sessions come first, the newest first in each group. */
  sort?: SessionSort;
  /** Only sessions after this place of that order. */
  after?: SessionCursor;
  /** Only sessions up to this place of that order, and the one that is there. */
  upTo?: SessionCursor;
  /** Maximum number of sessions. */
  limit: number;
}

interface Candidate<R> {
  record: R;
  callsInFlight: number;
}

interface Found<R> extends Candidate<R> {
  place: SessionCursor;
}

/** Returns one page of sessions, and how many there are on all pages. */
export function listSessions(sessions: Sessions, calls: CallsInFlight, query: SessionQuery): SessionList {
  const { page, counts, next } = pageOf(candidates(sessions, calls), query);
  const completeSince = completeSinceOf(sessions, query.tenantId);
  return {
    asOf: sessions.asOf,
    emptyForgotten: emptyForgottenOf(sessions, query.tenantId),
    counts,
    ...(completeSince !== undefined && { completeSince }),
    sessions: page.map(({ record, callsInFlight }) => ({ ...record, callsInFlight })),
    ...(next !== undefined && { next }),
  };
}

/** Returns one page of sessions that are views already, as {@link listSessions} would. The views are the same objects. */
export function selectSessions(
  views: Iterable<SessionView>,
  query: SessionQuery,
): Pick<SessionList, 'sessions' | 'counts' | 'next'> {
  const candidates = Array.from(views, (record) => ({ record, callsInFlight: record.callsInFlight }));
  const { page, counts, next } = pageOf(candidates, query);
  return { sessions: page.map(({ record }) => record), counts, ...(next !== undefined && { next }) };
}

/** Returns one session with its calls in flight; undefined if it is unknown. */
export function findSessionView(
  sessions: Sessions,
  calls: CallsInFlight,
  sessionId: string,
): SessionView | undefined {
  const record = findSession(sessions, sessionId);
  if (!record) return undefined;
  let callsInFlight = 0;
  for (const call of calls.values()) if (call.sessionId === sessionId) callsInFlight += 1;
  return { ...record, callsInFlight };
}

function* candidates(
  { open, endedWithCalls, endedWithoutCalls }: Sessions,
  calls: CallsInFlight,
): Generator<Candidate<SessionRecord>, void> {
  const inFlight = countBySession(calls);
  for (const group of [open, endedWithCalls, endedWithoutCalls])
    for (const record of group.values()) yield { record, callsInFlight: inFlight.get(record.sessionId) ?? 0 };
}

interface Page<R> {
  page: Found<R>[];
  counts: SessionCounts;
  /** The cursor of the next page. */
  next: string | undefined;
}

function pageOf<R extends SessionRecord>(candidates: Iterable<Candidate<R>>, query: SessionQuery): Page<R> {
  const { after, upTo, limit } = query;
  const { found, counts } = findSessions(candidates, query);
  const page = found
    .filter(
      ({ place }) =>
        (!after || comparePlaces(place, after) > 0) && (!upTo || comparePlaces(place, upTo) <= 0),
    )
    .toSorted((one, other) => comparePlaces(one.place, other.place));
  const last = page[limit - 1];
  const next = last && page.length > limit ? printSessionCursor(last.place) : undefined;
  return { page: page.slice(0, limit), counts, next };
}

function findSessions<R extends SessionRecord>(
  candidates: Iterable<Candidate<R>>,
  query: SessionQuery,
): { found: Found<R>[]; counts: SessionCounts } {
  const isWanted = wantedBy(query);
  const found: Found<R>[] = [];
  const counts = { open: 0, ended: 0, withoutCalls: 0 };
  for (const { record, callsInFlight } of candidates) {
    if (!isWanted(record, callsInFlight)) continue;
    if (query.withCalls && record.calls + callsInFlight === 0) {
      counts.withoutCalls += 1;
      continue;
    }
    counts[record.state === 'open' ? 'open' : 'ended'] += 1;
    found.push({ record, callsInFlight, place: placeOf(record, callsInFlight, query.sort ?? null) });
  }
  return { found, counts };
}

function wantedBy({
  tenantId,
  states,
  filter,
  from,
  to,
}: SessionQuery): (record: SessionRecord, callsInFlight: number) => boolean {
  const selects = filter && filter.terms.length > 0 ? compileSessionFilter(filter) : undefined;
  return (record, callsInFlight) =>
    (tenantId === undefined || record.tenantId === tenantId) &&
    (!states || states.includes(record.state)) &&
    (from === undefined || record.endedAt === undefined || record.endedAt >= from) &&
    (to === undefined || record.openedAt < to) &&
    (!selects || selects(record, callsInFlight));
}
