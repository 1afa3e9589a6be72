import { JSON_RPC } from '#edge';
import { isAnswer, RawMessage } from '#tools';
import { errorAnswer } from '../link/messages.ts';

/** Fails on bytes that are not UTF-8, so that no message is changed by replacement characters. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const NOT_UTF8 =
  'The upstream server has answered in bytes that are not UTF-8. It must write UTF-8 to its stdout.';
const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;

/**
 * The messages of a line: one, or several if it is a batch. None if the line is something else, such as a log line. An answer
 * that is not UTF-8 becomes an error that says so, because somebody waits for it.
 */
export function messagesOfLine(line: Buffer): RawMessage[] {
  const text = decode(line);
  if (text !== undefined) return messagesOf(text);
  return messagesOf(line.toString().trim()).flatMap(({ message }) =>
    isAnswer(message) && message.id !== undefined
      ? [errorAnswer(message.id, JSON_RPC.serverError, NOT_UTF8)]
      : [],
  );
}

/** The same of a text without white space around it. */
export function messagesOf(text: string): RawMessage[] {
  const first = text.charCodeAt(0);
  if (first !== OPENING_BRACE && first !== OPENING_BRACKET) return [];
  const messages = parse(text);
  return messages.every(({ message }) => isMessage(message)) ? messages : [];
}

function decode(line: Buffer): string | undefined {
  try {
    return UTF8.decode(line).trim();
  } catch {
    return undefined;
  }
}

function parse(text: string): RawMessage[] {
  try {
    if (text.startsWith('{')) return [RawMessage.parse(text)];
    return RawMessage.ofBody(JSON.parse(text), Buffer.from(text));
  } catch {
    return [];
  }
}

function isMessage(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { method, jsonrpc } = message as { method?: unknown; jsonrpc?: unknown };
  if (method !== undefined) return typeof method === 'string';
  // A line of a log may have an id too.
  return 'id' in message && ('result' in message || 'error' in message || jsonrpc === '2.0');
}
