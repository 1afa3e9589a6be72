import type { FilterState, PatternKey } from './filter.ts';

/**
 * What the terms of a filter compare, of one event or one session: ids as they are, other texts folded, and undefined
 * for what is missing. A list means any of its texts.
 */
export interface FilterFields extends Readonly<Record<PatternKey, string | readonly string[] | undefined>> {
  readonly type: string | undefined;
  /** The texts that words are searched for in. */
  readonly searched: readonly (string | undefined)[];
  /** How long a call took. */
  readonly durationMs: number | undefined;
  is(state: FilterState): boolean;
}
