import { countedNameOf, stuckAfterMs, type FilterSubject, type InFlightCall } from '#contract';
import type { Condition, Sight, Watch } from './condition.ts';

/** The calls in flight that take much longer than is usual for their tool. */
export class StuckCalls implements Watch {
  constructor(private readonly isMeant: (subject: FilterSubject) => boolean) {}

  apply(): void {
    // The calls are folded elsewhere.
  }

  conditions(now: number, sight: Sight): Condition[] {
    const { stuckMs } = sight;
    const ageOf = ({ startedAt }: InFlightCall): number => now - Date.parse(startedAt);
    const old = sight.callsInFlight().filter((call) => ageOf(call) > stuckMs);
    if (old.length === 0) return [];
    const { tools } = sight.totals();
    return old.flatMap((call) => {
      const threshold = stuckAfterMs(tools[countedNameOf(call)]?.lastP99LatencyMs ?? null, stuckMs);
      const value = ageOf(call);
      if (value <= threshold || !this.isMeant(subjectOf(call, sight))) return [];
      const { callId, tool, sessionId, tenantId, startedAt } = call;
      const subject = { kind: 'call', call: callId, tool, sessionId, tenantId } as const;
      return { value, threshold, since: Date.parse(startedAt) + threshold, subject };
    });
  }

  save(): undefined {
    return undefined;
  }
}

/** The call as its `tool:start` would tell of it. */
function subjectOf(call: InFlightCall, sight: Sight): FilterSubject {
  const { sessionId, tenantId } = call;
  const event = { type: 'tool:start', sessionId, tenantId, data: call };
  return { event, session: sight.findSession(sessionId), isRunning: true };
}
