import type { EventDraft, InFlightCall, SessionRecord } from '#contract';
import { lostEndOf } from '#events';

const INSTANCE_LOST = { error: 'The instance that ran the call was lost', code: 'instance-lost' } as const;

/** The end of a call whose process died. `session`: its session, if the log knows it. */
export function endOfCall(lost: InFlightCall, session: SessionRecord | undefined): EventDraft {
  const { startedAt, startId: _, ...call } = lost;
  const { sessionId, tenantId, ...facts } = call;
  const durationMs = Math.max(0, Date.parse(session?.lastEventAt ?? startedAt) - Date.parse(startedAt));
  const data = { ...facts, durationMs, kind: 'cancelled' } as const;
  const end = { type: 'tool:error', sessionId, tenantId } as const;
  if (call.instance !== undefined) return { ...end, data: { ...data, ...INSTANCE_LOST } };
  // A session ends after its calls, so this call had an end that was not stored.
  if (session?.state !== 'open') return lostEndOf({ ...call, durationMs });
  return { ...end, data: { ...data, error: 'The server ended before the call did' } };
}

/** The end of a session whose process died. Its calls end before it. */
export function endOfSession({ sessionId, tenantId, lastEventAt, calls }: SessionRecord): EventDraft {
  const idleMs = Math.max(0, Date.now() - Date.parse(lastEventAt));
  const data = { reason: 'instance-lost', idleMs, calls } as const;
  return { type: 'session:expired', sessionId, tenantId, data };
}
