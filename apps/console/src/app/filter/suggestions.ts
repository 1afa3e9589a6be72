import { inject, Injectable } from '@angular/core';
import { completionAt, printValue, type FilterCompletion, type FilterKey } from '#contract';

import { KEY_HINTS } from './key-hints.ts';
import { LiveValues } from './live-values.ts';
import { RecentFilters } from './recent-filters.ts';
import { SavedFilters } from './saved-filters.ts';

/** A suggestion, and the part of the text that it replaces. */
export interface Suggestion {
  label: string;
  /** Describes the suggestion in a few words. */
  says: string;
  insert: string;
  start: number;
  end: number;
  /** Whether it is a complete term. */
  isWhole: boolean;
}

/** Maximum number of suggested values of a key. */
const OFFERED = 12;
/** Maximum numbers of tools and of clients that are suggested for a word without a key. */
const OFFERED_FOR_WORD = 4;

/** The suggestions of the filter field: saved and recent filters, keys, and values that are known or in use. */
@Injectable({ providedIn: 'root' })
export class Suggestions {
  readonly #live = inject(LiveValues);
  readonly #recent = inject(RecentFilters);
  readonly #saved = inject(SavedFilters);

  /** Returns the suggestions at the caret. */
  at(text: string, caret: number): Suggestion[] {
    const completion = completionAt(text, caret);
    if (!completion) return [];
    if (completion.completes !== 'key') return this.#values(completion, completion.completes);
    const recent = text.trim() === '' ? this.#recents(text) : [];
    return [...recent, ...keys(completion), ...this.#byWord(completion)];
  }

  #recents(text: string): Suggestion[] {
    const whole = { start: 0, end: text.length, isWhole: true };
    const saved = this.#saved.list().map((filter) => ({ text: filter.text, says: 'saved' }));
    const recent = this.#recent.texts().filter((one) => !this.#saved.has(one));
    return [...saved, ...recent.map((one) => ({ text: one, says: 'recent' }))].map((one) => ({
      ...whole,
      label: one.text,
      insert: one.text,
      says: one.says,
    }));
  }

  #values({ start, end, prefix, known }: FilterCompletion, key: FilterKey): Suggestion[] {
    const live = this.#live.valuesOf(key).filter((value) => begins(value, prefix));
    const values = [...new Set([...known, ...live.map(printValue)])].slice(0, OFFERED);
    // A range that ends with `..` lacks its end.
    const isWhole = (value: string): boolean => !value.endsWith('..');
    return values.map((value) => ({
      label: value,
      says: known.includes(value) ? '' : 'in use',
      insert: value,
      start,
      end,
      isWhole: isWhole(value),
    }));
  }

  /** A word may be the name of a tool or a client. */
  #byWord({ start, end, prefix }: FilterCompletion): Suggestion[] {
    if (prefix === '') return [];
    return (['tool', 'client'] as const).flatMap((key) =>
      this.#live
        .valuesOf(key)
        .filter((value) => value.toLowerCase().includes(prefix.toLowerCase()))
        .slice(0, OFFERED_FOR_WORD)
        .map((value) => `${key}:${printValue(value)}`)
        .map((term) => ({ label: term, says: 'in use', insert: term, start, end, isWhole: true })),
    );
  }
}

function keys({ start, end, known }: FilterCompletion): Suggestion[] {
  return known.map((key) => ({
    label: key,
    says: KEY_HINTS[key.slice(0, -1) as FilterKey],
    insert: key,
    start,
    end,
    isWhole: false,
  }));
}

function begins(value: string, prefix: string): boolean {
  return value.toLowerCase().startsWith(prefix.toLowerCase());
}
