import { z } from 'zod';
import { TOOL_ERROR_KINDS, type IngestType } from '#contract';
import { redactedExcerpt } from '#redaction';

/** Longer names and messages are cut, because they come from outside and stay in the log. */
const MAX_NAME = 256;
const MAX_MESSAGE = 2_048;
/** Longest duration, in milliseconds: about 31 years, as in filters. Times are counted back by durations. */
const MAX_MS = 1e12;

const name = cut(MAX_NAME);
const message = cut(MAX_MESSAGE);
const whole = z.int({ error: 'is not a whole number' }).min(0, { error: 'is less than 0' });
const duration = z
  .number({ error: 'is not a number' })
  .min(0, { error: 'is less than 0' })
  .max(MAX_MS, { error: `is more than ${MAX_MS}` });

/** An id of a source. */
export const sourceId = z
  .string({ error: 'is not text' })
  .regex(/^[!-~]{1,128}$/, { error: 'is not 1 to 128 printable characters of ASCII without blanks' });

const traceId = z.string().regex(/^[0-9a-f]{32}$/, { error: 'is not 32 hex digits in lower case' });

const session = {
  origin: z.enum(['protocol', 'derived'], { error: 'is neither protocol nor derived' }),
  client: z.object({ name, version: name }, { error: 'is not an object with name and version' }),
  protocolVersion: name,
  traceId: traceId.optional(),
  upstream: name.optional(),
};

const call = {
  callId: sourceId,
  tool: name,
  offered: z.literal(false, { error: 'is not false' }).optional(),
  argumentBytes: whole.optional(),
  traceId: traceId.optional(),
  continues: sourceId.optional(),
};

const ended = {
  ...call,
  durationMs: duration,
  resultBytes: whole.optional(),
  result: z.unknown().optional(),
};

/**
 * The data of each event type that an observer may send. Members that are not here are left out: observers may be newer.
 * Texts are redacted before they are cut.
 */
export const EVENT_DATA = {
  'session:open': z.object(session),
  'session:close': z.object({
    reason: z.enum(['client', 'shutdown'], { error: 'is neither client nor shutdown' }),
    durationMs: duration,
    calls: whole,
  }),
  'session:expired': z.object({
    reason: z.literal('idle', { error: 'is not idle' }),
    idleMs: duration,
    calls: whole,
  }),
  'tool:start': z.object({ ...call, arguments: z.unknown().optional() }),
  'tool:done': z.object({
    ...ended,
    outcome: z.literal('input_required', { error: 'is not input_required' }).optional(),
  }),
  'tool:error': z.object({
    ...ended,
    error: message,
    kind: z.enum(TOOL_ERROR_KINDS, { error: `is none of ${TOOL_ERROR_KINDS.join(', ')}` }),
    code: z.union([z.int(), name], { error: 'is neither a whole number nor text' }).optional(),
  }),
  'tool:progress': z.object({
    callId: sourceId,
    tool: name,
    progress: z.number({ error: 'is not a number' }),
    total: z.number({ error: 'is not a number' }).optional(),
    message: message.optional(),
  }),
} satisfies Record<IngestType, z.ZodType>;

/** Data that has been checked, with the ids that the source knows. */
export type CheckedData = { [T in IngestType]: z.output<(typeof EVENT_DATA)[T]> };

function cut(length: number) {
  return z.string({ error: 'is not text' }).transform((text) => redactedExcerpt(text, length));
}
