import type { EventDraft, InFlightCall, UncommittedEvent } from '#contract';

/** The duration of the call in milliseconds, if known. */
type EndedCall = Pick<InFlightCall, 'callId' | 'tool' | 'sessionId' | 'tenantId' | 'offered'> & {
  durationMs: number;
};

/** The end of a call whose own end was lost. Without it the call would be in flight for ever. */
export function lostEndOf({ sessionId, tenantId, ...call }: EndedCall): EventDraft {
  const error = 'The end of the call was lost';
  return {
    type: 'tool:error',
    sessionId,
    tenantId,
    data: { ...call, error, kind: 'cancelled', code: 'end-lost' },
  };
}

/** The event that replaces one that cannot be stored; undefined for all but the ends of calls. */
export function insteadOf({ type, sessionId, tenantId, data }: UncommittedEvent): EventDraft | undefined {
  if (type !== 'tool:done' && type !== 'tool:error') return undefined;
  const { callId, tool, durationMs, offered } = data;
  // Uses only these members, because any other one may be what cannot be stored.
  const isWhole = typeof callId === 'string' && typeof tool === 'string' && typeof durationMs === 'number';
  if (!isWhole) return undefined;
  const call = { callId, tool, durationMs, sessionId, tenantId, ...(offered === false && { offered }) };
  return lostEndOf(call as EndedCall);
}
