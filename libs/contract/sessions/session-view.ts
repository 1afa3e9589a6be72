import type { ClientInfo, SessionOrigin } from '../events/session-events.ts';
import type { EventId, SessionId, TenantId } from '../ids.ts';

export type SessionState = 'open' | 'closed' | 'expired';

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
  state: SessionState;
  openedAt: string;
  /** The time of the session's last event. */
  lastEventAt: string;
  endedAt?: string;
  /** Why it ended: the `reason` of its `session:close` or `session:expired`. */
  endReason?: string;
  calls: number;
  errors: number;
  callsInFlight: number;
}

/** Maximum number of sessions in one page of `GET /sessions`. */
export const MAX_SESSIONS_LISTED = 1_000;

/** `GET /sessions`: open sessions first, newest first in each group. */
export interface SessionList {
  /** The id of the last event included. */
  asOf: EventId;
  /**
   * Number of sessions that ended without a call and are no longer remembered, of all that the admin may see. They are
   * in no page.
   */
  emptyForgotten: number;
  sessions: SessionView[];
  /** The `cursor` of the next page; missing on the last one. */
  next?: string;
}
