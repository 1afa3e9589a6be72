import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { isAnswer } from '#tools';
import { isObject } from './messages.ts';

/** The longest id in digits that is the same number in JSON and in JavaScript. */
const DIGITS = /^\d{1,15}$/;

/**
 * The same id as a text in place of a number, or the other way round: some servers answer `1` with `"1"`, and clients that
 * are reached directly understand them.
 */
export function otherForm(id: RequestId | undefined): RequestId | undefined {
  if (typeof id === 'number') return String(id);
  return id !== undefined && DIGITS.test(id) ? Number(id) : undefined;
}

/** Whether a message answers a request, whatever the form of its id. */
export function isAnswerTo(id: RequestId, message: JSONRPCMessage): boolean {
  return isAnswer(message) && (message.id === id || otherForm(message.id) === id);
}

/** What is wrong with an answer that no client understands; undefined if nothing is. What comes from outside may be anything. */
export function answerFault(answer: { result?: unknown; error?: unknown }): string | undefined {
  if ('result' in answer && 'error' in answer) return 'it has a result and an error';
  if ('result' in answer) return isObject(answer.result) ? undefined : 'its result is no object';
  const { error } = answer;
  const isError = isObject(error) && Number.isInteger(error['code']) && typeof error['message'] === 'string';
  return isError ? undefined : 'it has no result, and no error with a code and a message';
}
