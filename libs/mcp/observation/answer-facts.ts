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

/** What an answer may hold: those of an upstream may be anything. */
interface Answer {
  result?: { isError?: unknown; content?: unknown; resultType?: unknown } | null;
  error?: { message?: unknown; code?: unknown } | null;
}

/** Reads how a request ended from its answer. */
export function answerFacts({ message }: RawMessage): AnswerFacts {
  const { result, error } = message as Answer;
  if (error !== undefined) return errorFacts(error);
  const { isError, content, resultType } = result ?? {};
  if (resultType === 'input_required') return { outcome: 'input_required' };
  return isError === true ? { outcome: 'tool-error', error: textOf(content) } : { outcome: 'result' };
}

function errorFacts(error: Answer['error']): AnswerFacts {
  const { message, code } = error ?? {};
  return {
    outcome: 'error',
    error: typeof message === 'string' ? message : 'An error without a message',
    ...(typeof code === 'number' && { code }),
  };
}

function textOf(content: unknown): string {
  const blocks = Array.isArray(content) ? (content as ({ type?: unknown; text?: unknown } | null)[]) : [];
  const text = blocks.map((block) => (block?.type === 'text' ? String(block.text) : '')).filter(Boolean);
  return text.join('\n') || 'The tool reported an error without a message';
}
