import { callPaceOf, countedNameOf, type CallPace, type InFlightCall, type StatsTotals } from '#contract';

/** A call in flight, compared with what is usual for its tool. */
export interface RunningCall {
  call: InFlightCall;
  ageMs: number;
  pace: CallPace;
  /** The last known p99 of the tool; null if no call of it has succeeded yet. */
  lastP99Ms: number | null;
  /** The age as a share of that p99, from 0 to 1; null without one. */
  progress: number | null;
}

/** Compares a call with its tool. `now` is milliseconds since 1970. */
export function runningCall(call: InFlightCall, totals: StatsTotals, now: number): RunningCall {
  const ageMs = Math.max(0, now - Date.parse(call.startedAt));
  const lastP99Ms = totals.tools[countedNameOf(call)]?.lastP99LatencyMs ?? null;
  return {
    call,
    ageMs,
    pace: callPaceOf(ageMs, lastP99Ms, totals.stuckMs),
    lastP99Ms,
    progress: lastP99Ms === null ? null : Math.min(1, ageMs / Math.max(lastP99Ms, 1)),
  };
}

const RANKS: Record<CallPace, number> = { stuck: 0, overdue: 1, usual: 2 };

/** Orders stuck calls first, then overdue ones, and the oldest first within each group. */
export function byUrgency(a: RunningCall, b: RunningCall): number {
  return RANKS[a.pace] - RANKS[b.pace] || b.ageMs - a.ageMs;
}
