import { ApiError } from '../api/api-error.ts';
import { DEADLINES } from '../api/deadlines.ts';

/** Returns the text for a command that the server did not accept. */
export function answerText(error: unknown): string {
  if (error instanceof ApiError) return `Nothing was done: ${error.message}.`;
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  const within = isTimeout ? ` within ${DEADLINES.request / 1000} s` : '';
  return `The server did not answer${within}. Check whether the command took effect before you repeat it.`;
}
