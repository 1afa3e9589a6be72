import type { z } from 'zod';

type Entry = Readonly<Record<string, unknown>>;

interface Check {
  error: string;
  when: (payload: z.core.ParsePayload) => boolean;
}

/**
 * The arguments of `refine` for an entry with exactly one of two members. It is checked whatever other faults the entry has,
 * so that all are told at once.
 */
export function exactlyOne(one: string, other: string): [isRight: (entry: Entry) => boolean, check: Check] {
  return [
    (entry) => (entry[one] === undefined) !== (entry[other] === undefined),
    {
      error: `has not exactly one of ${one} and ${other}`,
      when: ({ value }) => typeof value === 'object' && value !== null,
    },
  ];
}
