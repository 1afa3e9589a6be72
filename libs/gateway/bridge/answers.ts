import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';

/** An answer with a result. */
export function resultAnswer(id: RequestId, result: object): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', id, result } as JSONRPCMessage);
}

/** An answer with an error. */
export function errorAnswer(id: RequestId, code: number, message: string): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', id, error: { code, message } });
}

/** The notification that cancels a request. */
export function cancellationFor(requestId: RequestId, reason: string): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } });
}
