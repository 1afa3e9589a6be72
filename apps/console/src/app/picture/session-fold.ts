import type { CrowsnestEvent, EventOf, SessionView } from '#contract';

/**
 * Folds one event into the session it belongs to, and returns the session as it is now. A session that
 * nobody has told us of begins with its `session:open`; other events of it say too little to show.
 * Calls in flight are not counted here: the counters know them exactly.
 */
export function foldSession(
  session: SessionView | undefined,
  event: CrowsnestEvent,
): SessionView | undefined {
  if (event.type === 'session:open') return session ?? openedBy(event);
  if (!session) return undefined;
  const seen = { ...session, lastEventAt: event.timestamp };
  switch (event.type) {
    case 'tool:start':
      return { ...seen, calls: session.calls + 1 };
    case 'tool:error':
      return { ...seen, errors: session.errors + 1 };
    case 'session:close':
      return { ...seen, state: 'closed', endedAt: event.timestamp, endReason: event.data.reason };
    case 'session:expired':
      return { ...seen, state: 'expired', endedAt: event.timestamp, endReason: event.data.reason };
    default:
      return seen;
  }
}

function openedBy({ sessionId, tenantId, timestamp, data }: EventOf<'session:open'>): SessionView {
  return {
    ...data,
    sessionId,
    tenantId,
    state: 'open',
    openedAt: timestamp,
    lastEventAt: timestamp,
    calls: 0,
    errors: 0,
    callsInFlight: 0,
  };
}
