import type { CrowsnestEvent } from './events/event.ts';
import type { EventId } from './ids.ts';
import type { StatsSnapshot } from './stats/snapshot.ts';

/** The first frame of a stream, `event: hello`, without an `id:`. */
export interface HelloFrame {
  /** Names the server process; another one after a restart. */
  instance: string;
  /** Whether the stream follows on from the client's id with nothing missing. */
  complete: boolean;
  /** Whether a filter or a tenant's scope leaves events out. */
  filtered: boolean;
  stats: StatsSnapshot;
}

/** `event: gap`, without an `id:`: events after `requested`, up to `resumedAfter`, can no longer be told. */
export interface GapFrame {
  requested: EventId;
  resumedAfter: EventId;
  stats: StatsSnapshot;
}

/** Names of the frames that are not events. */
export const HELLO_FRAME = 'hello';
export const GAP_FRAME = 'gap';

/** `GET /history` and `GET /sessions/:id/events`: oldest first. */
export interface HistoryPage {
  events: CrowsnestEvent[];
}

/** The optional body of a command: why it is given. It goes into the audit trail. */
export interface CommandReason {
  /** At most {@link MAX_REASON} characters. */
  reason?: string;
}

/** The longest reason of a command, in characters. */
export const MAX_REASON = 500;

/** 202 to `DELETE /sessions/:id`: the effect follows as events. */
export interface SessionEndAccepted {
  sessionId: string;
}

/** 202 to `POST /calls/:callId/cancel`: the effect follows as events. */
export interface CallCancelAccepted {
  callId: string;
}

export type AdminRole = 'viewer' | 'operator' | 'admin';

/** Who is signed in. `tenantId` is null for those who see every tenant; `expiresAt` is null for a bearer token. */
export interface AdminIdentity {
  name: string;
  role: AdminRole;
  tenantId: string | null;
  expiresAt: string | null;
}

/** The body of every error outside `/mcp`. */
export interface ErrorBody {
  /** A stable code, such as `BAD_EVENT_ID`. */
  error: string;
  message: string;
}

/** `GET /health/ready`. */
export interface ReadinessReport {
  status: 'ready';
  log: 'ok' | 'degraded';
}
