import type { ClientInfo, SessionOrigin } from '#contract';

/** What is known of a session when it begins. */
export interface SessionDescription {
  sessionId: string;
  tenantId: string;
  origin: SessionOrigin;
  client: ClientInfo;
  /** The MCP revision in use. */
  protocolVersion: string;
  /** Derived sessions only. */
  traceId?: string;
}

/** Why a session ended. */
export type SessionEnd = 'client' | 'admin' | 'shutdown' | 'idle';
