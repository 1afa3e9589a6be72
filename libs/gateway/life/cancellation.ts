import type { RequestId } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';

/** The notification that cancels a request. */
export function cancellation(requestId: RequestId, reason: string): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } });
}
