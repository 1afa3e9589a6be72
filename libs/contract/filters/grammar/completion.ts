import { FILTER_KEYS, type FilterKey } from '../filter.ts';
import { knownValues } from './known-values.ts';
import { keyOf } from './parse-term.ts';
import { scanTerms, type WrittenTerm } from './scan-terms.ts';

/** What is being typed at a place in the text of a filter, and what could be meant. */
export interface FilterCompletion {
  /** A key, or a value of this key. */
  readonly completes: 'key' | FilterKey;
  /** The part of the text that a completion replaces, as written: from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
  /** What has been typed of it before the caret, without quotes. */
  readonly prefix: string;
  /**
   * The keys, each with its colon, or the values that are known here and begin with the prefix. Values such as tools
   * and clients come from the caller, written by `printValue`.
   */
  readonly known: readonly string[];
}

/** What is being typed at the caret; undefined where nothing can be completed, such as in a quoted word. */
export function completionAt(text: string, caret: number): FilterCompletion | undefined {
  const typed = [...scanTerms(text.slice(0, caret))].at(-1);
  if (typed?.end !== caret) return keyCompletion(caret, caret, '');
  for (const whole of scanTerms(text)) {
    if (whole.start === typed.start) return typed.key ? valueAt(typed, whole) : keyAt(text, typed, whole);
  }
  return undefined;
}

function keyAt(text: string, typed: WrittenTerm, whole: WrittenTerm): FilterCompletion | undefined {
  const start = typed.start + typed.minuses;
  const prefix = text.slice(start, typed.end);
  if (/[",*]/.test(prefix)) return undefined;
  return keyCompletion(start, whole.key ? whole.key.end + 1 : (whole.values[0]?.end ?? typed.end), prefix);
}

function keyCompletion(start: number, end: number, prefix: string): FilterCompletion {
  const begun = prefix.toLowerCase();
  const known = FILTER_KEYS.filter((key) => key.startsWith(begun)).map((key) => `${key}:`);
  return { completes: 'key', start, end, prefix, known };
}

function valueAt(typed: WrittenTerm, whole: WrittenTerm): FilterCompletion | undefined {
  const key = keyOf(typed);
  const value = typed.values.at(-1);
  if (!key || !value) return undefined;
  const written = whole.values[typed.values.length - 1];
  // A quote that is not closed yet would take the rest of the filter with it.
  const end = written?.openQuote === undefined ? (written?.end ?? typed.end) : typed.end;
  const prefix = value.parts.join('*');
  return { completes: key, start: value.start, end, prefix, known: knownValues(key, prefix) };
}
