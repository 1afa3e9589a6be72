import {
  PROTOCOL_VERSION_META_KEY,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';

/** Both ends of an observed transport, for the one case in which the observer speaks itself: a cancelled call. */
export interface Wire {
  /** Sends to the agent, and resolves once that is done; what cannot be sent is lost, as its stream has gone. */
  send(message: JSONRPCMessage): Promise<void>;
  /** Hands the server a message as if the agent had sent it. */
  deliver(message: JSONRPCMessage): void;
}

/** The wire of a transport; `send` is the transport's own, which nobody observes. */
export function wireOf(transport: Transport, send: Transport['send']): Wire {
  const trySend = async (message: JSONRPCMessage): Promise<void> => send(message);
  return {
    send: (message) => trySend(message).catch(() => undefined),
    deliver: (message) => transport.onmessage?.(message),
  };
}

/** The answer to a call that was called off: a failure that the agent's model can read. */
export function calledOffAnswer({ id, params }: JSONRPCRequest, text: string): JSONRPCMessage {
  const isModern = params?._meta?.[PROTOCOL_VERSION_META_KEY] !== undefined;
  return {
    jsonrpc: '2.0',
    id,
    // Revision 2026-07-28 has every result say what it is.
    result: { ...(isModern && { resultType: 'complete' }), content: [{ type: 'text', text }], isError: true },
  };
}

/** What tells a server to abort a request, and not to answer it. */
export function abortNotice(requestId: RequestId, reason: string): JSONRPCMessage {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } };
}
