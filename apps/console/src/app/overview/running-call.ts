import { countedNameOf, type InFlightCall, type StatsTotals } from '#contract';

/** A call in flight, with its age compared with the tool's p99. */
export interface RunningCall {
  call: InFlightCall;
  ageMs: number;
  /** The tool's p99 if the call has run longer, else null. */
  overdueMs: number | null;
  /** The age as a share of the tool's p99, from 0 to 1. Null if the tool has no p99 yet. */
  progress: number | null;
}

/** Compares a call with the tool's p99. `now` is milliseconds since 1970. */
export function runningCall(call: InFlightCall, totals: StatsTotals, now: number): RunningCall {
  const ageMs = Math.max(0, now - Date.parse(call.startedAt));
  const p99 = totals.tools[countedNameOf(call)]?.p99LatencyMs ?? null;
  return {
    call,
    ageMs,
    overdueMs: p99 !== null && ageMs > p99 && ageMs > 1_000 ? p99 : null,
    progress: p99 === null ? null : Math.min(1, ageMs / Math.max(p99, 1)),
  };
}
