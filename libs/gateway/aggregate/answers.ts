import type { RequestId } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';

export const INVALID_PARAMS = -32_602;
export const METHOD_NOT_FOUND = -32_601;

/** A successful answer. In revision 2026-07-28 every result states its type. */
export function resultAnswer(id: RequestId, result: object, era: 'legacy' | 'modern'): RawMessage {
  const stated = era === 'modern' ? { resultType: 'complete', ...result } : { ...result };
  return RawMessage.of({ jsonrpc: '2.0', id, result: stated });
}

export function errorAnswer(id: RequestId, code: number, message: string): RawMessage {
  return RawMessage.of({ jsonrpc: '2.0', id, error: { code, message } });
}

/** The result of an answer; undefined for an error or no answer. */
export function resultOf(answer: RawMessage | undefined): Record<string, unknown> | undefined {
  return answer && 'result' in answer.message ? answer.message.result : undefined;
}
