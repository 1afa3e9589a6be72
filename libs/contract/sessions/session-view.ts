import type { ClientInfo, SessionOrigin } from '../events/session-events.ts';
import type { EventId, SessionId, TenantId } from '../ids.ts';

/** Whether a session is open, or how it ended. */
export type SessionState = 'open' | 'closed' | 'expired';

/** All states. */
export const SESSION_STATES: readonly SessionState[] = ['open', 'closed', 'expired'];

/** One session, as the read routes return it. Times are ISO 8601, UTC. */
export interface SessionView {
  sessionId: SessionId;
  tenantId: TenantId;
  origin: SessionOrigin;
  client: ClientInfo;
  protocolVersion: string;
  /** As in `session:open`. */
  principal?: string;
  traceId?: string;
  upstream?: string;
  instance?: string;
  /**
   * Set for a session that an observer outside has reported, as in its events: Crowsnest does not serve the session,
   * and cannot end it.
   */
  source?: string;
  state: SessionState;
  openedAt: string;
  /** The time of the session's last event. */
  lastEventAt: string;
  endedAt?: string;
  /** Why it ended: the `reason` of its `session:close` or `session:expired`. */
  endReason?: string;
  /** How long it had been idle when it expired, in milliseconds. */
  idleMs?: number;
  /** Names of the tools that it has called, in the order of their first calls; the first {@link MAX_SESSION_TOOLS}. */
  tools?: readonly string[];
  calls: number;
  errors: number;
  callsInFlight: number;
}

/** Maximum number of tools that are remembered of one session. */
export const MAX_SESSION_TOOLS = 32;

/** Maximum number of sessions in one page of `GET /sessions`. */
export const MAX_SESSIONS_LISTED = 1_000;

/** Numbers of the sessions that were asked for, on all pages. */
export interface SessionCounts {
  /** Of the sessions listed. */
  open: number;
  ended: number;
  /** Of the sessions left out because only those with calls were asked for. */
  withoutCalls: number;
}

/** `GET /sessions`: open sessions first, newest first in each group, unless another order was asked for. */
export interface SessionList {
  /** The id of the last event included. */
  asOf: EventId;
  /**
   * Number of sessions that ended without a call and are no longer remembered, of all that the admin may see. They are
   * in no page.
   */
  emptyForgotten: number;
  counts: SessionCounts;
  /**
   * Sessions with calls that ended before this time are not all remembered: ISO 8601, UTC. Missing while all are.
   */
  completeSince?: string;
  sessions: SessionView[];
  /** The `cursor` of the next page; missing on the last one. */
  next?: string;
}
