import type { AuthInfo, JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Agent } from './agent.ts';

/** A request of revision 2026-07-28 while it is served. */
export interface ServedRequest {
  agent: Agent;
  body: unknown;
  /** Once it has been given. */
  answer?: JSONRPCMessage;
  /** Sends the agent more, once a message before the answer has made the response a stream. */
  stream?: (message: JSONRPCMessage) => Promise<void>;
}

/**
 * Hands the request over to whatever the SDK makes for it: `authInfo` is what it passes through untouched, to
 * the factory of servers and to handlers.
 */
export function authInfoOf(served: ServedRequest): AuthInfo {
  return { token: '', clientId: served.agent.principal, scopes: [], extra: { served } };
}

/** The request that was handed over. */
export function servedRequestOf(authInfo: AuthInfo | undefined): ServedRequest {
  const served = authInfo?.extra?.['served'];
  if (!served) throw new Error('The request was not handed over');
  return served as ServedRequest;
}
