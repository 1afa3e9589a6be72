import { inspect } from 'node:util';
import { loggableExcerpt } from './redact-text.ts';

/** Maximum length of a message, and of a line of the stack, in characters. */
const MAX_MESSAGE = 4_096;
const MAX_FRAME = 512;
/** Maximum number of lines of the stack. */
const MAX_FRAMES = 20;

/**
 * Returns any thrown value as text that is safe to log, although its message may quote untrusted input. Only the frames
 * of the stack start new lines. Never throws.
 */
export function loggableError(error: unknown): string {
  try {
    if (!(error instanceof Error)) return loggableExcerpt(inspect(error), MAX_MESSAGE);
    const { name, message } = error;
    const frames = framesOf(error).map((frame) => `\n${loggableExcerpt(frame, MAX_FRAME)}`);
    return loggableExcerpt(`${name}: ${message}`, MAX_MESSAGE) + frames.join('');
  } catch {
    return 'an error that cannot be described';
  }
}

// The stack begins with the message, whose lines may look like stack frames.
function framesOf({ message, stack = '' }: Error): string[] {
  const from = stack.indexOf(message) + message.length;
  const lines = stack.slice(from, from + MAX_FRAMES * MAX_FRAME).split('\n');
  return lines.filter((line) => /^ {4}at /.test(line)).slice(0, MAX_FRAMES);
}
