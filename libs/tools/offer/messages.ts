import type {
  JSONRPCMessage,
  JSONRPCRequest,
  JSONRPCResponse,
  RequestId,
} from '@modelcontextprotocol/server';

// It is enough to check the members, because the endpoint has already checked that the message is an object.

/** Whether a message asks for an answer. */
export function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return 'method' in message && 'id' in message;
}

/** Whether a message answers a request, with a result or an error. */
export function isAnswer(message: JSONRPCMessage): message is JSONRPCResponse {
  return !('method' in message);
}

/** The request that a notification cancels, and the reason; undefined when the message is not a cancellation. */
export function cancellationOf(
  message: JSONRPCMessage,
): { requestId: RequestId; reason: string } | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  const { requestId, reason } = (message.params ?? {}) as {
    requestId?: RequestId;
    reason?: unknown;
  };
  if (requestId === undefined) return undefined;
  const because = typeof reason === 'string' && reason ? `: ${reason}` : '';
  return { requestId, reason: `Cancelled by the client${because}` };
}
