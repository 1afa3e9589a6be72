import { PROTOCOL_VERSION_META_KEY, type JSONRPCRequest, type RequestId } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { NoJsonError, RawMessage } from '#tools';
import type { ObservedCall } from '../observation/observed-call.ts';

/** The error answer to a request that can no longer be answered normally. */
export function errorAnswer(id: RequestId, message: string, code: number = JSON_RPC.serverError): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', id, error: { code, message } });
}

/** The answer to a cancelled call: a failed result, which the agent's model can read. */
export function cancelledAnswer({ id, params }: JSONRPCRequest, text: string): RawMessage {
  const isModern = params?._meta?.[PROTOCOL_VERSION_META_KEY] !== undefined;
  const content = [{ type: 'text', text }];
  // In revision 2026-07-28, every result states its type.
  const result = { ...(isModern && { resultType: 'complete' }), content, isError: true };
  return RawMessage.of({ jsonrpc: '2.0', id, result });
}

/**
 * Returns the answer when it can be written as JSON. Otherwise, or when the handler refuses the call, returns a
 * JSON-RPC error.
 */
export function answerWithJson(
  answer: RawMessage,
  id: RequestId,
  call: ObservedCall | undefined,
): RawMessage {
  if (call?.refusal) return errorAnswer(id, call.refusal.message, call.refusal.code);
  try {
    void answer.text;
    if (!('result' in answer.message) || answer.message.result !== undefined) return answer;
    throw new TypeError('it is undefined');
  } catch (cause) {
    const { message } = new NoJsonError(cause);
    call?.explain({ kind: 'thrown', error: message });
    return errorAnswer(id, message, JSON_RPC.internalError);
  }
}
