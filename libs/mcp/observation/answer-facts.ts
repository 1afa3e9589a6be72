import type { RawMessage } from '#tools';
import type { RequestOutcome } from './observed-message.ts';

/** How a request ended, according to its answer. */
export interface AnswerFacts {
  outcome: RequestOutcome;
  /** The message of a failure. */
  error?: string;
  /** The code of a JSON-RPC error. */
  code?: number;
}

/** Reads how a request ended from its answer. */
export function answerFacts({ message }: RawMessage): AnswerFacts {
  if ('error' in message) return { outcome: 'error', error: message.error.message, code: message.error.code };
  const { isError, content, resultType } = ('result' in message ? message.result : {}) as Record<
    string,
    unknown
  >;
  if (resultType === 'input_required') return { outcome: 'input_required' };
  return isError === true ? { outcome: 'tool-error', error: textOf(content) } : { outcome: 'result' };
}

function textOf(content: unknown): string {
  const blocks = Array.isArray(content) ? (content as ({ type?: unknown; text?: unknown } | null)[]) : [];
  const text = blocks.map((block) => (block?.type === 'text' ? String(block.text) : '')).filter(Boolean);
  return text.join('\n') || 'The tool reported an error without a message';
}
