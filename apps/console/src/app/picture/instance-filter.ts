import { printValue } from '#contract';

/** The filter that selects the sessions and calls of an instance. */
export function instanceFilter(instance: string): string {
  return `instance:${printValue(instance)}`;
}
