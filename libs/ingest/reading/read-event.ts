import { z } from 'zod';
import { INGEST_TYPES, type EventDraft, type IngestType } from '#contract';
import { cutText } from '#redaction';
import type { PayloadKeeper } from '#tools';
import { EVENT_DATA, sourceId, type CheckedData } from './event-data.ts';
import type { OutsideIds } from './outside-ids.ts';
import type { NumberedEvent } from './read-request.ts';

/** Maximum length of what an error repeats, in characters. */
const MAX_SHOWN = 100;

/** Maximum depth of arguments and results, as on the MCP endpoint. */
const MAX_DEPTH = 256;

/** An event as it will be published. */
export interface StampedDraft {
  draft: EventDraft & { type: IngestType };
  /** ISO 8601, UTC. */
  timestamp: string;
}

/** Where an event comes from, and what is done with its ids and payloads. */
export interface Reading {
  tenantId: string;
  source: string;
  ids: OutsideIds;
  payloads: PayloadKeeper;
}

/** Thrown for an event that is not taken. The message says why. */
export class RejectedEvent extends Error {
  override readonly name = 'RejectedEvent';
}

const Envelope = z.object({
  type: z.enum(INGEST_TYPES),
  sessionId: sourceId,
  timestamp: z.iso.datetime({ error: 'is not a time such as 2026-01-31T12:00:00.000Z' }),
  data: z.looseObject({}, { error: 'is not an object' }),
});

/** Checks an event as the contract describes its type. Throws a {@link RejectedEvent}. */
export function readEvent(event: NumberedEvent, reading: Reading): StampedDraft {
  const { type, sessionId, timestamp, data } = checked(Envelope, event, '');
  const own = { source: reading.source, seq: event.seq };
  return {
    timestamp: inThePast(timestamp),
    draft: {
      type,
      sessionId: reading.ids(sessionId),
      tenantId: reading.tenantId,
      data: { ...dataOf(type, data, reading), ...own },
    } as StampedDraft['draft'],
  };
}

function dataOf(type: IngestType, given: object, reading: Reading): object {
  const data = withoutUndefined(checked(EVENT_DATA[type], given, 'data.')) as CheckedData[IngestType];
  if (!('callId' in data)) return data;
  const named = { ...data, callId: reading.ids(data.callId) };
  if ('continues' in named && named.continues !== undefined) named.continues = reading.ids(named.continues);
  return keepPayload(named, reading);
}

/** Payloads of others are recorded by the same rules as our own. */
function keepPayload(
  data: { tool: string; argumentBytes?: number | undefined; resultBytes?: number | undefined },
  { payloads }: Reading,
): object {
  const {
    arguments: args,
    result,
    ...others
  } = data as typeof data & { arguments?: unknown; result?: unknown };
  const { tool, argumentBytes, resultBytes } = others;
  if (isDeeperThan(MAX_DEPTH, args)) throw tooDeep('arguments');
  if (isDeeperThan(MAX_DEPTH, result)) throw tooDeep('result');
  const keptArguments = payloads.keep(args, 'arguments', tool, argumentBytes ?? sizeOf(args));
  const keptResult = payloads.keep(result, 'result', tool, resultBytes ?? sizeOf(result));
  return {
    ...others,
    ...(keptArguments !== undefined && { arguments: keptArguments }),
    ...(keptResult !== undefined && { result: keptResult }),
  };
}

/** Whether lists and objects are nested deeper. Code that reads such a value would run out of stack. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}

function tooDeep(member: 'arguments' | 'result'): RejectedEvent {
  return new RejectedEvent(`data.${member} is nested deeper than ${MAX_DEPTH} levels`);
}

function sizeOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

/** A clock outside may be wrong. What is said to happen later has happened by now, and nothing before 1970. */
function inThePast(timestamp: string): string {
  return new Date(Math.max(0, Math.min(Date.parse(timestamp), Date.now()))).toISOString();
}

function checked<S extends z.ZodType>(schema: S, value: unknown, prefix: string): z.output<S> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  if (place === 'type') throw new RejectedEvent(unknownType(value));
  throw new RejectedEvent(`${prefix}${place} ${issue?.message ?? 'is wrong'}`);
}

function unknownType(event: unknown): string {
  const { type } = event as { type?: unknown };
  // A value that is no text may have no text form either.
  const shown = typeof type === 'string' ? cutText(type, MAX_SHOWN) : typeof type;
  return `type (${shown}) is none of ${INGEST_TYPES.join(', ')}`;
}

function withoutUndefined(data: object): object {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
