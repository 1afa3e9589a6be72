import { EVENT_TYPES } from '../../events/event.ts';
import { TOOL_ERROR_KINDS } from '../../events/tool-events.ts';
import { parseDurationRange } from './duration-range.ts';
import { unknownValue } from './filter-fault.ts';
import {
  FILTER_STATES,
  type DurationRange,
  type FilterState,
  type Pattern,
  type PatternKey,
} from '../filter.ts';
import { anyPattern } from '../pattern.ts';
import type { WrittenValue } from './scan-terms.ts';

/** What a value says, or what is wrong with it. */
export type Reading<T> = { readonly value: T } | { readonly message: string };

/** Reads a value of a key that is compared with patterns. */
export function readPattern(key: PatternKey, { parts }: WrittenValue): Reading<Pattern> {
  if (key === 'type') return readClosed('event type', parts, EVENT_TYPES);
  if (key === 'kind') return readClosed('kind of failure', parts, TOOL_ERROR_KINDS);
  return { value: { parts } };
}

/** Reads a value of `duration:`. */
export function readDuration(value: WrittenValue): Reading<DurationRange> {
  const read = parseDurationRange(textOf(value));
  return 'range' in read ? { value: read.range } : read;
}

/** Reads a value of `is:`. */
export function readState(value: WrittenValue): Reading<FilterState> {
  const text = textOf(value);
  const state = FILTER_STATES.find((state) => state === text.toLowerCase());
  return state ? { value: state } : { message: unknownValue('state', text, FILTER_STATES) };
}

function readClosed(what: string, written: readonly string[], known: readonly string[]): Reading<Pattern> {
  const value: Pattern = { parts: written.map((part) => part.toLowerCase()) };
  if (known.some(anyPattern([value]))) return { value };
  return { message: unknownValue(what, written.join('*'), known) };
}

function textOf({ parts }: WrittenValue): string {
  return parts.join('*');
}
