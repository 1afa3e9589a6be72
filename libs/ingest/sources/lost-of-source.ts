import type { EventDraft } from '#contract';
import type { KnownSource } from './source-state.ts';

const LOST = {
  error: 'The process that ran the call has not made itself heard for too long',
  kind: 'cancelled',
  code: 'instance-lost',
} as const;

/** The ends of what a silent source has left open: calls first, because a session ends after its calls. */
export function lostOfSource(
  { tenantId, source, state: { sessions, calls } }: KnownSource,
  now: number,
): EventDraft[] {
  const sinceOf = (time: string): number => Math.max(0, now - Date.parse(time));
  const ofCalls = Array.from(calls, ([callId, { sessionId, startedAt, ...call }]): EventDraft => {
    const lastSign = sessions.get(sessionId)?.lastEventAt ?? startedAt;
    const durationMs = Math.max(0, Date.parse(lastSign) - Date.parse(startedAt));
    const data = { callId, ...call, durationMs, ...LOST, source };
    return { type: 'tool:error', sessionId, tenantId, data };
  });
  const ofSessions = Array.from(sessions, ([sessionId, { lastEventAt, calls: started }]): EventDraft => {
    const data = { reason: 'instance-lost', idleMs: sinceOf(lastEventAt), calls: started, source } as const;
    return { type: 'session:expired', sessionId, tenantId, data };
  });
  return [...ofCalls, ...ofSessions];
}
