import type { FromOutside } from './outside-events.ts';

/** How a session originates: as a real `Mcp-Session-Id`, or grouped from what a modern client sends. */
export type SessionOrigin = 'protocol' | 'derived';

/** The MCP client's own name and version, as it states them. */
export interface ClientInfo {
  name: string;
  version: string;
}

/** A session has begun. */
export interface SessionOpenData extends FromOutside {
  origin: SessionOrigin;
  client: ClientInfo;
  /** The MCP revision in use, such as `2025-11-25`. */
  protocolVersion: string;
  /** The id of the principal that owns the session. Missing when several share a derived session. */
  principal?: string;
  /** Derived sessions only: the trace id of `_meta.traceparent`, if the client sent one. */
  traceId?: string;
  /** The upstream server that stands behind the session, if one does. */
  upstream?: string;
  /** The instance that serves the session, if there are several. */
  instance?: string;
}

/** A session has ended in order. */
export interface SessionCloseData extends FromOutside {
  reason: 'client' | 'admin' | 'shutdown';
  durationMs: number;
  /** Number of calls that were started in the session. */
  calls: number;
}

/** A session was idle for too long, or the process that served it died. */
export interface SessionExpiredData extends FromOutside {
  reason: 'idle' | 'instance-lost';
  /** Milliseconds since the client's last message or the end of its last call. */
  idleMs: number;
  /** Number of calls that were started in the session. */
  calls: number;
}
