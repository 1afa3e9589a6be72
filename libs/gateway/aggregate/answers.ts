import type { RequestId } from '@modelcontextprotocol/server';
import type { Era, RawMessage } from '#tools';
import { isObject, resultAnswer } from '../link/messages.ts';

/** A successful answer in an era. In revision 2026-07-28 every result states its type. */
export function successOf(id: RequestId, result: object, era: Era): RawMessage {
  return resultAnswer(id, era === 'modern' ? { resultType: 'complete', ...result } : { ...result });
}

/** The result of an answer; undefined for an error, for no answer, and for a result that is not an object. */
export function resultOf(answer: RawMessage | undefined): Record<string, unknown> | undefined {
  const { result } = (answer?.message ?? {}) as { result?: unknown };
  return isObject(result) ? result : undefined;
}
