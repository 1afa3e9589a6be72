import { countBySession, type CallsInFlight } from './calls-in-flight.ts';
import type { SessionCursor } from './session-cursor.ts';
import { cursorOf, isAfter, printSessionCursor } from './session-cursor.ts';
import type { SessionList, SessionState, SessionView } from './session-view.ts';
import { emptyForgottenOf, findSession, type SessionRecord, type Sessions } from './sessions.ts';

/** Which sessions to list. */
export interface SessionQuery {
  /** Only sessions of this tenant. */
  tenantId?: string;
  states?: readonly SessionState[];
  /** Only sessions after this place in the list. */
  after?: SessionCursor;
  /** Maximum number of sessions. */
  limit: number;
}

/** Returns one page of sessions: open ones first, newest first in each group. */
export function listSessions(sessions: Sessions, calls: CallsInFlight, query: SessionQuery): SessionList {
  const { tenantId, states, after, limit } = query;
  const wanted = (record: SessionRecord): boolean =>
    (tenantId === undefined || record.tenantId === tenantId) &&
    (!states || states.includes(record.state)) &&
    (!after || isAfter(record, after));
  const found = inOrder(sessions, wanted);
  const page = found.slice(0, limit);
  const counts = countBySession(calls);
  const last = page.at(-1);
  return {
    asOf: sessions.asOf,
    emptyForgotten: emptyForgottenOf(sessions, tenantId),
    sessions: page.map((record) => viewOf(record, counts.get(record.sessionId))),
    ...(last && found.length > page.length && { next: printSessionCursor(cursorOf(last)) }),
  };
}

/** Returns one session with its calls in flight; undefined if it is unknown. */
export function findSessionView(
  sessions: Sessions,
  calls: CallsInFlight,
  sessionId: string,
): SessionView | undefined {
  const record = findSession(sessions, sessionId);
  if (!record) return undefined;
  let callsInFlight = 0;
  for (const call of calls.values()) if (call.sessionId === sessionId) callsInFlight += 1;
  return viewOf(record, callsInFlight);
}

function inOrder(sessions: Sessions, wanted: (record: SessionRecord) => boolean): SessionRecord[] {
  const { open, endedWithCalls, endedWithoutCalls } = sessions;
  return [...endedWithoutCalls.values(), ...endedWithCalls.values(), ...open.values()]
    .filter(wanted)
    .toSorted((a, b) => (isAfter(a, cursorOf(b)) ? 1 : -1));
}

function viewOf(record: SessionRecord, callsInFlight = 0): SessionView {
  return { ...record, callsInFlight };
}
