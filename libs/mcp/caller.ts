import type { McpServer, RequestId } from '@modelcontextprotocol/server';
import type { ClientInfo } from '#contract';
import type { ObservedCall } from '#tools';

/** Whom a server object serves: one session, or one request of a client whose revision has none. */
export interface Caller {
  sessionId: string;
  tenantId: string;
  client: ClientInfo;
  /** The observed call of a JSON-RPC request. */
  callOf: (id: RequestId) => ObservedCall | undefined;
}

/** The two eras of the protocol: up to revision 2025-11-25, and from 2026-07-28. */
export type Era = 'legacy' | 'modern';

/** A server object and whom it serves. */
export interface Serving {
  server: McpServer;
  era: Era;
  /** Known once the server is connected. */
  caller: () => Caller;
}
