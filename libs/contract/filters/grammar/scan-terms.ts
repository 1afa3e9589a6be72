import type { TextRange } from './filter-fault.ts';

/** A term as it is written. */
export interface WrittenTerm extends TextRange {
  /** Number of `-` before it. */
  readonly minuses: number;
  /** The text before the first colon, if that is outside of quotes and before any comma. */
  readonly key: WrittenKey | undefined;
  /** What stands between commas: at least one, and each may be empty. */
  readonly values: readonly WrittenValue[];
}

export interface WrittenKey extends TextRange {
  readonly text: string;
}

export interface WrittenValue extends TextRange {
  /** The texts before, between and after the stars that stand for anything. */
  readonly parts: readonly string[];
  /** Where a quote begins that is not closed. It ends with the text. */
  readonly openQuote: number | undefined;
  /** Where the first colon outside of quotes is. */
  readonly colon: number | undefined;
}

/** Splits the text of a filter into terms, in one pass. It judges nothing. */
export function* scanTerms(text: string): Generator<WrittenTerm, void> {
  let position = 0;
  while (position < text.length) {
    if (isSpace(text.charAt(position))) {
      position += 1;
    } else {
      const term = scanTerm(text, position);
      yield term;
      position = term.end;
    }
  }
}

const NEXT_LINE = '\u0085';

/** Whether the character separates terms. */
export function isSpace(character: string): boolean {
  return character === NEXT_LINE || character.trim() === '';
}

function endsKey(character: string): boolean {
  return character === ':' || character === ',' || character === '"' || isSpace(character);
}

function scanTerm(text: string, start: number): WrittenTerm {
  let content = start;
  while (text[content] === '-') content += 1;
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
  let end = start;
  while (end < text.length && !endsKey(text.charAt(end))) end += 1;
  return text[end] === ':' ? { start, end, text: text.slice(start, end) } : undefined;
}

function scanValue(text: string, start: number): WrittenValue {
  const parts = [''];
  const add = (literal: string): void => {
    parts[parts.length - 1] += literal;
  };
  let colon: number | undefined;
  let position = start;
  for (; position < text.length; position += 1) {
    const character = text.charAt(position);
    if (character === ',' || isSpace(character)) break;
    if (character === '"') {
      const quoted = scanQuoted(text, position);
      add(quoted.text);
      if (!quoted.isClosed) return { start, end: text.length, parts, openQuote: position, colon };
      position = quoted.last;
    } else if (character === '*') {
      if (parts.length === 1 || parts.at(-1) !== '') parts.push('');
    } else {
      if (character === ':') colon ??= position;
      add(character);
    }
  }
  return { start, end: position, parts, openQuote: undefined, colon };
}

interface Quoted {
  readonly text: string;
  readonly isClosed: boolean;
  /** Where its closing quote is. */
  readonly last: number;
}

/** Reads from one quote to the next. A backslash stands before a plain quote or backslash, and is plain elsewhere. */
function scanQuoted(text: string, start: number): Quoted {
  let content = '';
  for (let position = start + 1; position < text.length; position += 1) {
    const character = text.charAt(position);
    const next = text[position + 1];
    if (character === '"') return { text: content, isClosed: true, last: position };
    if (character === '\\' && (next === '"' || next === '\\')) {
      content += next;
      position += 1;
    } else {
      content += character;
    }
  }
  return { text: content, isClosed: false, last: text.length };
}
