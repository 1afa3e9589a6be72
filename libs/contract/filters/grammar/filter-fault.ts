import { FILTER_KEYS } from '../filter.ts';

/** Maximum length of a filter's text, in UTF-16 units. */
export const MAX_FILTER_LENGTH = 4_096;
/** Maximum number of terms in a filter. */
export const MAX_FILTER_TERMS = 64;
/** Maximum number of alternatives in all terms of a filter together. */
export const MAX_FILTER_ALTERNATIVES = 256;

/** One fault in the text of a filter, and where it is. */
export interface FilterFault {
  /** Where the fault begins, from 0, in UTF-16 units of the text. */
  readonly position: number;
  /** How many units it covers, at least 1. */
  readonly length: number;
  /** What is wrong, and how to mend it. */
  readonly message: string;
}

/** A part of the text of a filter, from `start` up to, but without, `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A fault that covers a part of the text. */
export function faultAt({ start, end }: TextRange, message: string): FilterFault {
  return { position: start, length: end - start, message };
}

const QUOTE_IT = 'To search for this text, put it in double quotes.';

/** The message about each fault that is not about the value of one key. */
export const FAULTS = {
  tooLong: `A filter has at most ${MAX_FILTER_LENGTH} characters. Shorten it.`,
  tooManyTerms: `A filter has at most ${MAX_FILTER_TERMS} terms. Leave out this one and those after it.`,
  tooManyAlternatives: `A filter has at most ${MAX_FILTER_ALTERNATIVES} alternatives. Leave out this one and those after it.`,
  openQuote: 'This quote is not closed. Add a double quote at its end, or write a plain quote as "\\"".',
  loneMinus:
    'Nothing follows the "-". Write it directly before a term, or in double quotes to search for it.',
  doubleMinus: `One "-" negates a term, and two do not. Leave one out. ${QUOTE_IT}`,
  missingAlternative: 'An alternative is missing beside this comma. Add it, or leave the comma out.',
  emptyQuotes: 'There is nothing between the quotes. Write a value, or "*" without quotes for any.',
  missingKey: `The key before ":" is missing. Keys are ${FILTER_KEYS.join(', ')}. ${QUOTE_IT}`,
  plainColon: `A word cannot hold ":" outside of quotes. ${QUOTE_IT}`,
} as const;

/** The message about a key that does not exist. */
export function unknownKey(key: string): string {
  return `There is no key ${excerpt(key)}. Keys are ${FILTER_KEYS.join(', ')}. ${QUOTE_IT}`;
}

/** The message about a key without a value. */
export function missingValue(key: string, example: string): string {
  return `There is no value after "${key}:". Write it without a space between, such as ${example}. ${QUOTE_IT}`;
}

/** The message about a value that is not one of a closed set. */
export function unknownValue(what: string, value: string, known: readonly string[]): string {
  return `There is no ${what} ${excerpt(value)}. Write one of ${known.join(', ')}.`;
}

const EXCERPT_LENGTH = 60;

/** A quoted text for a message, cut when it is long, and not inside a character. */
export function excerpt(text: string): string {
  if (text.length <= EXCERPT_LENGTH) return JSON.stringify(text);
  return JSON.stringify(`${text.slice(0, EXCERPT_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…`);
}
