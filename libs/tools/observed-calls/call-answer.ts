import type { JSONRPCErrorResponse, JSONRPCResultResponse } from '@modelcontextprotocol/server';
import type { CallFailure } from './observed-call.ts';

/** What the answer to a `tools/call` says of the call. */
export interface CallAnswer {
  failure?: CallFailure;
  outcome?: 'input_required';
}

/** Reads an answer; `entered` tells whether a handler was reached before it. */
export function answerOf(
  message: JSONRPCResultResponse | JSONRPCErrorResponse,
  entered: boolean,
): CallAnswer {
  if ('error' in message) {
    const { code, message: error } = message.error;
    return { failure: { kind: 'protocol', error, code } };
  }
  const { isError, content, resultType } = message.result;
  if (resultType === 'input_required') return { outcome: 'input_required' };
  if (isError !== true) return {};
  return {
    failure: { kind: 'tool', error: textOf(content), ...(!entered && { code: 'invalid-arguments' }) },
  };
}

function textOf(content: unknown): string {
  const blocks = Array.isArray(content) ? (content as { type?: unknown; text?: unknown }[]) : [];
  const text = blocks.map((block) => (block.type === 'text' ? String(block.text) : '')).filter(Boolean);
  return text.join('\n') || 'The tool reported an error without a message';
}
