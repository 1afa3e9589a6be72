import type { TextRange } from './filter-fault.ts';

/** A term as written. */
export interface WrittenTerm extends TextRange {
  /** Number of `-` before it. */
  readonly minuses: number;
  /** The text before the first colon, if that is outside of quotes and before any comma. */
  readonly key: WrittenKey | undefined;
  /** What stands between commas: at least one, and each may be empty. */
  readonly values: readonly WrittenValue[];
}

/** The key of a term as it is written, before the colon. */
export interface WrittenKey extends TextRange {
  readonly text: string;
}

/** One of the values of a term as written. */
export interface WrittenValue extends TextRange {
  /** The texts before, between and after the stars. */
  readonly parts: readonly string[];
  /** Where a quote begins that is not closed. It ends with the text. */
  readonly openQuote: number | undefined;
  /** Where the first colon outside of quotes is. */
  readonly colon: number | undefined;
}

/*
 * What stands at a position. These patterns take many characters at once for a reason: while V8 of Node.js 26 optimizes a
 * loop over single characters, it sometimes leaves the loop too early, and a valid filter would be refused.
 */
const SPACES = /[\s\u0085]*/y;
const MINUSES = /-*/y;
const KEY = /[^\s\u0085",:]*/y;
/** A quoted text with its end, if it has one; or stars; or plain text. */
const PIECE = /"((?:\\["\\]|\\(?!["\\])|[^"\\])*)("?)|\*+|[^\s\u0085",*]+/y;
/** A backslash stands before a plain quote or backslash, and is plain elsewhere. */
const ESCAPED = /\\(["\\])/g;

/** Splits the text of a filter into terms, in one pass. It judges nothing. */
export function* scanTerms(text: string): Generator<WrittenTerm, void> {
  let position = endOf(SPACES, text, 0);
  while (position < text.length) {
    const term = scanTerm(text, position);
    yield term;
    position = endOf(SPACES, text, term.end);
  }
}

/** Whether the character separates terms. */
export function isSpace(character: string): boolean {
  return endOf(SPACES, character, 0) > 0;
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  pattern.test(text);
  return pattern.lastIndex;
}

function scanTerm(text: string, start: number): WrittenTerm {
  const content = endOf(MINUSES, text, start);
  const key = scanKey(text, content);
  const values: WrittenValue[] = [];
  let end = key ? key.end : content - 1;
  do {
    const value = scanValue(text, end + 1);
    values.push(value);
    end = value.end;
  } while (text[end] === ',');
  return { start, end, minuses: content - start, key, values };
}

function scanKey(text: string, start: number): WrittenKey | undefined {
  const end = endOf(KEY, text, start);
  return text[end] === ':' ? { start, end, text: text.slice(start, end) } : undefined;
}

function scanValue(text: string, start: number): WrittenValue {
  const parts = [''];
  const add = (literal: string): void => {
    parts[parts.length - 1] += literal;
  };
  let colon: number | undefined;
  let end = start;
  for (let piece = pieceAt(text, end); piece; piece = pieceAt(text, end)) {
    const [written, quoted, closing] = piece;
    if (quoted !== undefined) {
      add(quoted.replace(ESCAPED, '$1'));
      if (closing === '') return { start, end: text.length, parts, openQuote: end, colon };
    } else if (written.startsWith('*')) {
      if (parts.length === 1 || parts.at(-1) !== '') parts.push('');
    } else {
      if (written.includes(':')) colon ??= end + written.indexOf(':');
      add(written);
    }
    end += written.length;
  }
  return { start, end, parts, openQuote: undefined, colon };
}

function pieceAt(text: string, start: number): RegExpExecArray | null {
  PIECE.lastIndex = start;
  return PIECE.exec(text);
}
