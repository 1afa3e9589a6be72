import { inspect } from 'node:util';
import { loggableExcerpt } from './redact-text.ts';

/** Maximum length of a message, and of a line of the stack, in characters. */
const MAX_MESSAGE = 4_096;
const MAX_FRAME = 512;
/** Maximum number of lines of the stack. */
const MAX_FRAMES = 20;

/**
 * An error as text that is safe to log, whatever it is: its message may quote what strangers sent. Only the lines of its
 * stack are lines of the log. Never throws.
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

// The stack begins with the message, which may hold lines that look like those of a stack.
function framesOf({ message, stack = '' }: Error): string[] {
  const from = stack.indexOf(message) + message.length;
  const lines = stack.slice(from, from + MAX_FRAMES * MAX_FRAME).split('\n');
  return lines.filter((line) => /^ {4}at /.test(line)).slice(0, MAX_FRAMES);
}
