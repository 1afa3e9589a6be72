import type { InFlightCall, StatsTotals } from '#contract';

/** A running call, with what its age amounts to. */
export interface RunningCall {
  call: InFlightCall;
  ageMs: number;
  /** The tool's p99 when the call has run for longer than that; null otherwise. */
  overdueMs: number | null;
  /** How far towards the tool's p99 it has come: 0 to 1. Null when nothing is known of the tool yet. */
  progress: number | null;
}

/** Measures a call against how long its tool usually takes. `now` is milliseconds since 1970. */
export function runningCall(call: InFlightCall, totals: StatsTotals, now: number): RunningCall {
  const ageMs = Math.max(0, now - Date.parse(call.startedAt));
  const p99 = totals.tools[call.tool]?.p99LatencyMs ?? null;
  return {
    call,
    ageMs,
    overdueMs: p99 !== null && ageMs > p99 && ageMs > 1_000 ? p99 : null,
    progress: p99 === null ? null : Math.min(1, ageMs / Math.max(p99, 1)),
  };
}
