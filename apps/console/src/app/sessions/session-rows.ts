import type { SessionView } from '#contract';

/** The sessions of the table, and how many it leaves out. */
export interface SessionRows {
  rows: readonly SessionView[];
  /** Number of sessions without a call, which are left out unless asked for. */
  withoutCalls: number;
}

/**
 * Puts the sessions that the stream tells of before older ones. A session that is in both lists is shown as the stream
 * tells it.
 */
export function sessionRows(
  live: readonly SessionView[],
  older: readonly SessionView[],
  showAll: boolean,
): SessionRows {
  const known = new Set(live.map(({ sessionId }) => sessionId));
  const all = [...live, ...older.filter(({ sessionId }) => !known.has(sessionId))];
  const called = all.filter(({ calls, callsInFlight }) => calls + callsInFlight > 0);
  return { rows: showAll ? all : called, withoutCalls: all.length - called.length };
}
