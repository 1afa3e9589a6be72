import { exactPattern, printFilter, type EventType, type PatternKey, type Term } from '#contract';

/** A condition that holds for these texts alone. */
export function only(field: PatternKey, ...texts: readonly string[]): Term {
  return { field, negated: false, patterns: texts.map(exactPattern) };
}

/** A condition that holds for events of these types. */
export function onlyTypes(...types: readonly EventType[]): Term {
  return only('type', ...types);
}

/** The text of a filter whose conditions must all hold. */
export function allOf(...terms: readonly Term[]): string {
  return printFilter({ terms });
}
