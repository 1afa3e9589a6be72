import { callPaceOf, countedNameOf, type CallPace, type StatsTotals } from '#contract';

/** The calls in flight of a session. */
export interface RunningIn {
  /** Milliseconds since its oldest call began. */
  oldestMs: number;
  /** The worst of its calls. */
  pace: CallPace;
}

const RANKS: Record<CallPace, number> = { usual: 0, overdue: 1, stuck: 2 };

/** The calls in flight by the id of their session. `now` is milliseconds since 1970. */
export function runningBySession(totals: StatsTotals, now: number): Map<string, RunningIn> {
  const running = new Map<string, RunningIn>();
  for (const call of totals.inFlight) {
    const ageMs = Math.max(0, now - Date.parse(call.startedAt));
    const lastP99Ms = totals.tools[countedNameOf(call)]?.lastP99LatencyMs ?? null;
    const pace = callPaceOf(ageMs, lastP99Ms, totals.stuckMs);
    const known = running.get(call.sessionId);
    running.set(call.sessionId, {
      oldestMs: Math.max(ageMs, known?.oldestMs ?? 0),
      pace: known && RANKS[known.pace] > RANKS[pace] ? known.pace : pace,
    });
  }
  return running;
}

/** What runs in several sessions together; null if nothing does. */
export function runningInAll(running: readonly (RunningIn | undefined)[]): RunningIn | null {
  return running.reduce<RunningIn | null>((worst, one) => {
    if (!one || !worst) return one ?? worst;
    const pace = RANKS[one.pace] > RANKS[worst.pace] ? one.pace : worst.pace;
    return { oldestMs: Math.max(one.oldestMs, worst.oldestMs), pace };
  }, null);
}
