import type { EventDraft, InFlightCall, UncommittedEvent } from '#contract';

/** Milliseconds that a call took, where they are known. */
type EndedCall = Pick<InFlightCall, 'callId' | 'tool' | 'sessionId' | 'tenantId' | 'offered'> & {
  durationMs: number;
};

/** The end of a call whose own end was lost: without one, it would be in flight for ever. */
export function lostEndOf({ sessionId, tenantId, ...call }: EndedCall): EventDraft {
  const error = 'The end of the call was lost';
  return {
    type: 'tool:error',
    sessionId,
    tenantId,
    data: { ...call, error, kind: 'cancelled', code: 'end-lost' },
  };
}

/** What is told instead of an event that cannot be kept; undefined for all but the ends of calls. */
export function insteadOf({ type, sessionId, tenantId, data }: UncommittedEvent): EventDraft | undefined {
  if (type !== 'tool:done' && type !== 'tool:error') return undefined;
  const { callId, tool, durationMs, offered } = data;
  // Nothing but these, one of which may be what cannot be kept.
  const isWhole = typeof callId === 'string' && typeof tool === 'string' && typeof durationMs === 'number';
  if (!isWhole) return undefined;
  const call = { callId, tool, durationMs, sessionId, tenantId, ...(offered === false && { offered }) };
  return lostEndOf(call as EndedCall);
}
