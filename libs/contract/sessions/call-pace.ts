/**
 * How long a running call takes, compared with what is usual for its tool: `overdue` when it runs longer than nearly all
 * calls before it, `stuck` when it probably does not end by itself.
 */
export type CallPace = 'usual' | 'overdue' | 'stuck';

/** Milliseconds after which a call counts as stuck, unless it is configured. */
export const DEFAULT_STUCK_MS = 60_000;

/** A call is not stuck before it has run this many times as long as the p99 of its tool. */
const STUCK_P99S = 10;

/**
 * Judges a running call by its age. `lastP99Ms` is the last known p99 of its tool, or null if no call of it has succeeded
 * yet. All arguments are in milliseconds.
 */
export function callPaceOf(ageMs: number, lastP99Ms: number | null, stuckMs: number): CallPace {
  if (ageMs > stuckAfterMs(lastP99Ms, stuckMs)) return 'stuck';
  return lastP99Ms !== null && ageMs > lastP99Ms ? 'overdue' : 'usual';
}

/** The age beyond which a running call is stuck, in milliseconds. The arguments are those of {@link callPaceOf}. */
export function stuckAfterMs(lastP99Ms: number | null, stuckMs: number): number {
  return Math.max(stuckMs, STUCK_P99S * (lastP99Ms ?? 0));
}
