import type { EventId, TenantId } from '../ids.ts';
import type { SessionView } from './session-view.ts';

/** Maximum number of remembered ended sessions: of those with calls, and of those without. */
export const ENDED_WITH_CALLS = 1_000;
export const ENDED_WITHOUT_CALLS = 200;

/** What a session's own events say about it. `foldCalls` tracks its calls in flight separately. */
export type SessionRecord = Omit<SessionView, 'callsInFlight'>;

/**
 * Every open session and the sessions that ended last: the accumulator of {@link reduceSessions}. Ended sessions
 * without calls have their own bound, so that many empty sessions do not displace those with calls.
 */
export interface Sessions {
  /** The id of the last event included. */
  asOf: EventId;
  /** In the order in which they opened. */
  open: Map<string, SessionRecord>;
  /** Both in the order in which they ended. */
  endedWithCalls: Map<string, SessionRecord>;
  endedWithoutCalls: Map<string, SessionRecord>;
  /** Number of ended sessions without calls that were forgotten, by tenant. */
  emptyForgotten: Map<TenantId, number>;
}

/** The sessions of a log without events. */
export function emptySessions(asOf: EventId): Sessions {
  return {
    asOf,
    open: new Map(),
    endedWithCalls: new Map(),
    endedWithoutCalls: new Map(),
    emptyForgotten: new Map(),
  };
}

/** A session that is open or remembered. */
export function findSession(sessions: Sessions, sessionId: string): SessionRecord | undefined {
  const { open, endedWithCalls, endedWithoutCalls } = sessions;
  return open.get(sessionId) ?? endedWithCalls.get(sessionId) ?? endedWithoutCalls.get(sessionId);
}

/** Remembers an ended session. When there are too many of its kind, forgets the oldest one, and counts it if empty. */
export function rememberEnded(sessions: Sessions, record: SessionRecord): void {
  const worked = record.calls > 0;
  const ended = worked ? sessions.endedWithCalls : sessions.endedWithoutCalls;
  ended.set(record.sessionId, record);
  if (ended.size <= (worked ? ENDED_WITH_CALLS : ENDED_WITHOUT_CALLS)) return;
  const [oldest] = ended.values();
  if (!oldest) return;
  ended.delete(oldest.sessionId);
  if (!worked) countForgotten(sessions, oldest);
}

/** Number of ended sessions without calls that were forgotten, of one tenant or of all. */
export function emptyForgottenOf({ emptyForgotten }: Sessions, tenantId?: string): number {
  if (tenantId !== undefined) return emptyForgotten.get(tenantId as TenantId) ?? 0;
  return [...emptyForgotten.values()].reduce((sum, count) => sum + count, 0);
}

/**
 * The time before which sessions with calls may have been forgotten; undefined if none can have been. It is the end of
 * the oldest one that is remembered, of one tenant or of all: those forgotten ended before it.
 */
export function completeSinceOf({ endedWithCalls }: Sessions, tenantId?: string): string | undefined {
  if (endedWithCalls.size < ENDED_WITH_CALLS) return undefined;
  for (const record of endedWithCalls.values())
    if (tenantId === undefined || record.tenantId === tenantId) return record.endedAt;
  return undefined;
}

function countForgotten({ emptyForgotten }: Sessions, { tenantId }: SessionRecord): void {
  emptyForgotten.set(tenantId, (emptyForgotten.get(tenantId) ?? 0) + 1);
}

/** Forgets a session. */
export function forgetSession(sessions: Sessions, sessionId: string): void {
  sessions.open.delete(sessionId);
  sessions.endedWithCalls.delete(sessionId);
  sessions.endedWithoutCalls.delete(sessionId);
}
