import { exactPattern, printFilter, type EventType, type PatternKey, type Term } from '#contract';

/** Returns a term that matches exactly these texts. */
export function only(field: PatternKey, ...texts: readonly string[]): Term {
  return { field, negated: false, patterns: texts.map(exactPattern) };
}

/** Returns a term that matches events of these types. */
export function onlyTypes(...types: readonly EventType[]): Term {
  return only('type', ...types);
}

/** Returns the text of a filter with these terms. */
export function allOf(...terms: readonly Term[]): string {
  return printFilter({ terms });
}
