import type { ClientInfo, SessionId, SessionOrigin } from '#contract';

/** What is known about a session when it begins. */
export interface SessionDescription {
  readonly sessionId: SessionId;
  readonly tenantId: string;
  /** The id of the principal that the session belongs to; empty for a derived session that several share. */
  readonly principalId: string;
  /** The issuer of the access token that it began with. Events do not tell it. */
  readonly issuerId?: string;
  readonly origin: SessionOrigin;
  readonly client: ClientInfo;
  /** The MCP revision in use. */
  readonly protocolVersion: string;
  /** The upstream server that stands behind the session, if one does. */
  readonly upstream?: string;
  /** Derived sessions only. */
  readonly traceId?: string;
}

/** Why a session ended; `instance-lost`: the other instances have given this process up. */
export type SessionEnd = 'client' | 'admin' | 'shutdown' | 'idle' | 'instance-lost';
