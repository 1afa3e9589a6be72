import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';

/** The notification by which a client says that its session has begun. */
export const INITIALIZED = RawMessage.of({ jsonrpc: '2.0', method: 'notifications/initialized' });

/** Whether a value is a JSON object, not a list or null. What comes from outside may be anything. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An answer with a result. */
export function resultAnswer(id: RequestId, result: object): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', id, result } as JSONRPCMessage);
}

/** An answer with an error. */
export function errorAnswer(id: RequestId, code: number, message: string): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', id, error: { code, message } });
}

/** The notification that cancels a request. */
export function cancellation(requestId: RequestId, reason: string): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } });
}
