import type { WireData } from '../reporting/wire.ts';
import { membersOf, textOf, type Message } from './message.ts';

/** Longest message of an error, in characters: Crowsnest cuts after these. */
const MAX_MESSAGE = 2_048;

/** How a call ended. */
export type Outcome =
  | { type: 'tool:done'; data: Pick<WireData['tool:done'], 'outcome'> }
  | { type: 'tool:error'; data: Pick<WireData['tool:error'], 'error' | 'kind' | 'code'> };

/** Reads how a call ended from its answer. */
export function outcomeOf({ result, error }: Message): Outcome {
  if (error !== undefined) {
    const { message, code } = membersOf(error);
    const isCode = typeof code === 'number' && Number.isSafeInteger(code);
    return failure('protocol', textOf(message, MAX_MESSAGE), isCode ? code : undefined);
  }
  const { isError, content, resultType } = membersOf(result);
  if (isError === true) return failure('tool', messageOf(content));
  return { type: 'tool:done', data: resultType === 'input_required' ? { outcome: 'input_required' } : {} };
}

/** The end of a call whose result cannot be sent. */
export const NO_JSON: Outcome = failure('thrown', 'The result has no JSON, so the client does not get it');

/** The end of a call that has no answer. */
export function cancelled(error: string): Outcome {
  return failure('cancelled', textOf(error, MAX_MESSAGE));
}

function failure(kind: WireData['tool:error']['kind'], error: string, code?: number): Outcome {
  return { type: 'tool:error', data: { error, kind, ...(code !== undefined && { code }) } };
}

function messageOf(content: unknown): string {
  const texts = (Array.isArray(content) ? content : []).map((block) =>
    textOf(membersOf(block)['text'], MAX_MESSAGE),
  );
  return (
    textOf(texts.filter(Boolean).join('\n'), MAX_MESSAGE) || 'The tool reported an error without a message'
  );
}
