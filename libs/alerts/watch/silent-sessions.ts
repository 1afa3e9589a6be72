import type { FilterSubject, SessionRecord } from '#contract';
import type { Condition, RuleOf, Sight, Watch } from './condition.ts';

/** The open sessions that say nothing. A session with a call in flight is not silent: it waits for an answer. */
export class SilentSessions implements Watch {
  constructor(
    private readonly rule: RuleOf<'silent-session'>,
    private readonly isMeant: (subject: FilterSubject) => boolean,
  ) {}

  apply(): void {
    // The sessions are folded elsewhere.
  }

  conditions(now: number, sight: Sight): Condition[] {
    const { afterMs: threshold } = this.rule;
    const isSilent = ({ lastEventAt }: SessionRecord): boolean => now - Date.parse(lastEventAt) > threshold;
    const silent = sight.openSessions().filter(isSilent);
    if (silent.length === 0) return [];
    const busy = new Set(sight.callsInFlight().map(({ sessionId }) => sessionId));
    return silent
      .filter((session) => !busy.has(session.sessionId) && this.isMeant(subjectOf(session, sight)))
      .map(({ sessionId, tenantId, client, lastEventAt }) => {
        const since = Date.parse(lastEventAt);
        const subject = { kind: 'session', session: sessionId, client: client.name, tenantId } as const;
        return { value: now - since, threshold, since: since + threshold, subject };
      });
  }

  save(): undefined {
    return undefined;
  }
}

/** The session as its `session:open` would tell of it. */
function subjectOf(session: SessionRecord, sight: Sight): FilterSubject {
  const { sessionId, tenantId } = session;
  const event = { type: 'session:open', sessionId, tenantId, data: session };
  return { event, session: sight.findSession(sessionId), isRunning: false };
}
