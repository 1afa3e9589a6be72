/**
 * What a filter's text says: plain data, which can be posted to a worker and written as JSON. All terms must hold, and
 * a filter without terms selects everything.
 */
export interface Filter {
  readonly terms: readonly Term[];
}

/** One condition. It holds if one of its alternatives does; `negated` turns that around. */
export type Term = PatternTerm | DurationTerm | StateTerm;

/** A term that compares a text of the event with patterns, any of which may match. */
export interface PatternTerm {
  readonly field: PatternField;
  readonly negated: boolean;
  /** At least one. */
  readonly patterns: readonly Pattern[];
}

/** A term that compares the duration of an ended call with ranges. */
export interface DurationTerm {
  readonly field: 'duration';
  readonly negated: boolean;
  /** At least one. */
  readonly ranges: readonly DurationRange[];
}

/** A term about the state of a call or session, such as `is:error`. */
export interface StateTerm {
  readonly field: 'is';
  readonly negated: boolean;
  /** At least one. */
  readonly states: readonly FilterState[];
}

/**
 * A field that is compared with patterns. `text` is the one without a key: a word or a quoted text, which is searched
 * for in tool, client, error and message.
 */
export type PatternField = PatternKey | 'text';

/** A key whose values are patterns. */
export type PatternKey =
  'type' | 'tool' | 'session' | 'tenant' | 'client' | 'kind' | 'group' | 'trace' | 'upstream' | 'instance';

/**
 * A text with stars, each of which matches any text. A pattern of one part has no star. Parts between two stars are not
 * empty.
 */
export interface Pattern {
  /** The texts before, between and after the stars: `a*b` has the parts `a` and `b`. */
  readonly parts: readonly string[];
}

/** The durations on one side of a bound, or from a bound up to, but without, another. */
export type DurationRange =
  | { readonly op: '>' | '>=' | '<' | '<='; readonly ms: number }
  | { readonly op: '..'; readonly fromMs: number; readonly toMs: number };

/** A value of the key `is`. */
export type FilterState = 'error' | 'running' | 'derived' | 'unknown';

/** A key of the grammar, as in `key:value`. */
export type FilterKey = PatternKey | 'duration' | 'is';

/** Every key, in the order in which messages list them. */
export const FILTER_KEYS: readonly FilterKey[] = [
  'type',
  'tool',
  'session',
  'tenant',
  'client',
  'kind',
  'group',
  'duration',
  'is',
  'trace',
  'upstream',
  'instance',
];

/** The values of `is:`. */
export const FILTER_STATES: readonly FilterState[] = ['error', 'running', 'derived', 'unknown'];
