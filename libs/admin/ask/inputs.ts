import { z } from 'zod';
import { MAX_REASON } from '#contract';

/** Maximum number of entries in an answer: an assistant asks for the next ones. */
const MAX_ENTRIES = 50;

/** The argument that selects by a filter. */
export const FILTER = {
  filter: z
    .string()
    .optional()
    .describe(
      'Terms that must all hold, such as: tool:search* client:claude* session:ID tenant:acme is:error kind:timeout ' +
        'duration:>2s -tool:ping "a text"',
    ),
};

/** The arguments that select a range of time. */
export const RANGE = {
  from: z.string().optional().describe('Nothing before this time: ISO 8601, such as 2026-01-31T12:00:00Z'),
  to: z.string().optional().describe('Nothing at this time or later: ISO 8601'),
};

/** The argument that limits the entries of an answer. */
export function entryLimit(usual: number) {
  return { limit: z.int().min(1).max(MAX_ENTRIES).default(usual).describe('At most so many entries') };
}

/** The argument that says why a command is given. */
export const REASON = {
  reason: z.string().trim().max(MAX_REASON).optional().describe('Why: it goes into the audit trail'),
};

/** The arguments as the parameters of a route have them: text, and nothing where nothing was said. */
export function asQuery(args: Record<string, string | number | undefined>): Record<string, string> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
