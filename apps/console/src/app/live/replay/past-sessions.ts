import {
  compareEventIds,
  emptySessions,
  listSessions,
  reduceSessions,
  type CrowsnestEvent,
  type EventId,
  type SessionList,
  type StatsSnapshot,
} from '#contract';

import { timeOf } from './due-time.ts';
import type { PastRows } from './past-rows.ts';

/** Number of sessions per request for their openings, and in total. */
const BATCH = 100;
const MOST = 1_000;

/** Reads the last `session:open` events of some sessions before a position, oldest first. */
type Ask = (before: EventId, sessionIds: readonly string[]) => Promise<CrowsnestEvent[]>;

/** The sessions as they were at a moment. */
export interface PastSessionList {
  list: SessionList;
  /**
   * They are folded from the events since this moment, in milliseconds since 1970; null if that is their whole history.
   */
  since: number | null;
}

/**
 * Folds the sessions of a moment from the rows up to it. For sessions that opened before the first row, `session:open`
 * is read from the log, and their earlier events are not counted.
 */
export async function pastSessions(
  { asOf, state }: StatsSnapshot,
  { rows, isWhole }: PastRows,
  ask: Ask,
): Promise<PastSessionList> {
  const opened = new Set(
    rows.filter(({ type }) => type === 'session:open').map(({ sessionId }) => sessionId),
  );
  const older = state.sessions.filter((sessionId) => !opened.has(sessionId));
  const [first] = rows;
  const openings = first ? await openingsOf(older, first.id, ask) : [];
  const sessions = emptySessions('0' as EventId);
  for (const event of [...openings, ...rows]) reduceSessions(sessions, event);
  sessions.asOf = asOf;
  const calls = new Map(state.calls.map((call) => [call.callId, call]));
  const isAll = first === undefined || (isWhole && older.length === 0);
  return { list: listSessions(sessions, calls, { limit: Infinity }), since: isAll ? null : timeOf(first) };
}

async function openingsOf(
  sessionIds: readonly string[],
  before: EventId,
  ask: Ask,
): Promise<CrowsnestEvent[]> {
  const openings: CrowsnestEvent[] = [];
  for (let from = 0; from < Math.min(sessionIds.length, MOST); from += BATCH)
    openings.push(...(await ask(before, sessionIds.slice(from, from + BATCH))));
  return openings.toSorted((a, b) => compareEventIds(a.id, b.id));
}
