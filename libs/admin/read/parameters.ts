import { z } from 'zod';
import {
  EVENT_TYPES,
  MAX_SESSIONS_LISTED,
  parseEventId,
  parseFilter,
  parseSessionCursor,
  parseSessionFilter,
  parseSessionSort,
  SESSION_SORT_KEYS,
  SESSION_STATES,
  type ParsedFilter,
  type Term,
} from '#contract';
import { cutText } from '#redaction';
import type { Moment } from '#stats';

const TIME = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

// Express parses a repeated parameter as a list, and a parameter with brackets as an object.
const text = z.string({ error: 'is given more than once; use a comma list' });

/** A text that a parser of the contract accepts; anything else is a fault with this code. */
function parsed<T>(parse: (value: string) => T | undefined, code: string, message: string) {
  return text.transform((value, context): T => {
    const result = parse(value);
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message, params: { code } });
    return z.NEVER;
  });
}

/** The id of an event; `BAD_EVENT_ID` when it is malformed. */
export const eventId = parsed(
  parseEventId,
  'BAD_EVENT_ID',
  'takes the id of an event, such as 1763800000000000',
);

/** A whole number from `least` to `most`; `BAD_PARAMETER` for anything else. */
export function wholeNumber(least: number, most: number) {
  const isWithin = (value: string): boolean =>
    /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
  return text.refine(isWithin, `takes a whole number from ${least} to ${most}`).transform(Number);
}

/** A comma list; `BAD_FILTER` when a value is empty. */
const list = text
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .refine((values) => values.every(Boolean), {
    error: 'takes a comma list of values, none of them empty',
    params: { code: 'BAD_FILTER' },
    abort: true,
  });

/** A comma list of values that are known; `BAD_FILTER` for another. */
function listOf<T extends string>(known: readonly T[]) {
  return list.transform((values, context): T[] => {
    const unknown = values.find((value) => !(known as readonly string[]).includes(value));
    if (unknown === undefined) return values as T[];
    const message = `does not take "${cutText(unknown, 100)}"; there are ${known.join(', ')}`;
    context.addIssue({ code: 'custom', message, params: { code: 'BAD_FILTER' } });
    return z.NEVER;
  });
}

/** The terms of a filter; `BAD_FILTER` with the position of its first fault. */
function termsBy(parse: (text: string) => ParsedFilter) {
  return z
    .string({ error: 'is given more than once; write all terms in one filter' })
    .transform((value, context): readonly Term[] => {
      const parsed = parse(value);
      if ('filter' in parsed) return parsed.filter.terms;
      for (const { message, position } of parsed.faults)
        context.addIssue({ code: 'custom', message, params: { code: 'BAD_FILTER', position } });
      return z.NEVER;
    });
}

/** The parameter with a filter in the grammar of filters. */
export const TERMS_PARAMETERS = {
  filter: termsBy(parseFilter).optional().describe('Terms in the grammar of filters.'),
};

/** The filter parameters of every route that returns events. */
export const FILTER_PARAMETERS = {
  ...TERMS_PARAMETERS,
  type: listOf(EVENT_TYPES).optional().describe('A comma list of types of events.'),
  tenant: list.optional().describe('A comma list of tenants.'),
  session: list.optional().describe('A comma list of ids of sessions.'),
  tool: list.optional().describe('A comma list of tools.'),
};

/** The first and the last moment of years with four digits. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A time: ISO 8601, with its offset from UTC unless it is a date. Read as events are stamped. */
const time = text
  .refine((value) => TIME.safeParse(value).success, 'takes a time such as 2026-01-31T12:00:00Z')
  .transform(stampOf);

/** Parameters that choose events by when they were stamped: `from` ≤ time < `to`. */
export const RANGE_PARAMETERS = {
  from: time.optional().describe('The beginning of the range: ISO 8601.'),
  to: time.optional().describe('The end of the range, which is not part of it: ISO 8601.'),
};

/** A moment of the past: the id of an event, or a time in the form of a range. */
export const MOMENT_PARAMETERS = {
  at: text
    .transform((value, context): Moment => {
      const id = parseEventId(value);
      if (id !== undefined) return { id };
      if (TIME.safeParse(value).success) return { time: stampOf(value) };
      const message = 'takes the id of an event, or a time such as 2026-01-31T12:00:00Z';
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .optional()
    .describe('The id of an event, or a time: ISO 8601.'),
};

/** Maximum length of a step: that of a leap year, in milliseconds. */
const MAX_STEP_MS = 366 * 86_400_000;

/** How a series divides its range: the length of its steps, in milliseconds. */
export const STEP_PARAMETERS = {
  step: wholeNumber(1, MAX_STEP_MS).optional().describe('The length of a step, in milliseconds.'),
};

/** The forms in which an export is written. */
export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;

/** Parameters that choose an export: all events between two ids, in one of the forms. */
export const EXPORT_PARAMETERS = {
  format: text
    .refine(
      (value) => (EXPORT_FORMATS as readonly string[]).includes(value),
      `takes one of ${EXPORT_FORMATS.join(', ')}`,
    )
    .transform((value) => value as (typeof EXPORT_FORMATS)[number])
    .default('jsonl')
    .describe(`The form: ${EXPORT_FORMATS.join(' or ')}; the first by default.`),
  after: eventId.optional().describe('Events after the one with this id.'),
  before: eventId.optional().describe('Events before the one with this id.'),
};

/** Whether arguments and results are sent to those who may see them. */
export const PAYLOADS_PARAMETERS = {
  payloads: text
    .refine((value) => value === 'shown' || value === 'hidden', 'takes shown or hidden')
    .default('shown')
    .describe('Whether recorded arguments and results are in the events: shown (the default) or hidden.'),
};

/** Parameters that choose a page of events: the first `limit` after an id, or the last ones. */
export const PAGE_PARAMETERS = {
  after: eventId.optional().describe('The first events after the one with this id.'),
  before: eventId.optional().describe('The last events before the one with this id.'),
  limit: wholeNumber(1, 1_000).default(100).describe('How many events, from 1 to 1,000; 100 by default.'),
};

/** Parameters that choose a page of sessions. `from` and `to` choose those that were alive between them. */
export const LIST_PARAMETERS = {
  limit: wholeNumber(1, MAX_SESSIONS_LISTED)
    .default(200)
    .describe(`How many sessions, from 1 to ${MAX_SESSIONS_LISTED}; 200 by default.`),
  cursor: parsed(parseSessionCursor, 'BAD_CURSOR', 'takes the "next" of the page before')
    .optional()
    .describe('The "next" of the page before.'),
  state: listOf(SESSION_STATES)
    .optional()
    .describe(`A comma list of ${SESSION_STATES.join(', ')}.`),
  filter: termsBy(parseSessionFilter).optional().describe('Terms about sessions in the grammar of filters.'),
  ...RANGE_PARAMETERS,
  sort: parsed(
    parseSessionSort,
    'BAD_PARAMETER',
    `takes one of ${SESSION_SORT_KEYS.join(', ')}, with "-" before it for the largest first`,
  )
    .optional()
    .describe(`The order: ${SESSION_SORT_KEYS.join(', ')}, with "-" before it for the largest first.`),
  withCalls: text
    .refine((value) => value === 'true' || value === 'false', 'takes true or false')
    .transform((value) => value === 'true')
    .default(false)
    .describe('Whether only sessions with a call: true or false.'),
};

/** The time as events are stamped. One of a year beyond four digits would compare as another text. */
function stampOf(time: string): string {
  return new Date(Math.min(Math.max(Date.parse(time), FIRST_MS), LAST_MS)).toISOString();
}
