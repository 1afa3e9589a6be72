import { withoutCredentials } from '#events';
import type { OptionFault } from '../options-error.ts';

/** What is wrong with a value; undefined if nothing is. */
export type Check = (value: unknown) => string | undefined;

/** The fault of an option, if it is given and has one. The remedy says what to give instead. */
export function check(option: string, value: unknown, problemOf: Check, remedy: string): OptionFault[] {
  const problem = value === undefined ? undefined : problemOf(value);
  return problem === undefined ? [] : [{ option, problem: `(${show(value)}) ${problem}`, remedy }];
}

/** The faults of options that are numbers, by their names in their group. */
export function numbers(group: string, values: object | undefined, problemOf: Check): OptionFault[] {
  return Object.entries(values ?? {}).flatMap(([name, value]) =>
    check(`${group}.${name}`, value, problemOf, 'Give a number, or leave the option out for its default.'),
  );
}

/** A whole number from `min` to `max`. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Check {
  return (value) => {
    if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return undefined;
    return max === Number.MAX_SAFE_INTEGER
      ? `is not a whole number of ${min} or more`
      : `is not a whole number from ${min} to ${max}`;
  };
}

/** One of some words. */
export function oneOf(...words: string[]): Check {
  return (value) => (words.includes(String(value)) ? undefined : `is none of ${words.join(', ')}`);
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return withoutCredentials(JSON.stringify(value) ?? String(value));
}
