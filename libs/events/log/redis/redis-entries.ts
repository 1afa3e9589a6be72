import type { EventId } from '#contract';
import type { BrokerEntry } from '../broker/broker.ts';

/** An entry of a stream as Redis sends it: its id, and names and values of its fields by turns. */
type RawEntry = [id: string, fields: string[]];

/** What was read of a stream. */
export interface ReadEntries {
  /** Those that hold an event. Somebody else may have added others. */
  entries: BrokerEntry[];
  /** Number of entries that were read. */
  count: number;
  /** The id of the last entry that was read; undefined if there was none. */
  last: string | undefined;
}

/** Reads the answer of XRANGE, or of XREVRANGE when it is reversed. */
export function entriesOf(answer: unknown): ReadEntries {
  const read = answer as RawEntry[];
  return { entries: read.filter(holdsEvent).map(entryOf), count: read.length, last: read.at(-1)?.[0] };
}

/** Reads the answer of XREAD from one stream. */
export function entriesRead(answer: unknown): ReadEntries {
  const [stream] = (answer ?? []) as [key: string, entries: RawEntry[]][];
  return entriesOf(stream?.[1] ?? []);
}

/** The number of an event: the second part of its id. */
export function numberOf(id: EventId): number {
  return Number(id.slice(id.indexOf('-') + 1));
}

function holdsEvent([, [name, value, next]]: RawEntry): boolean {
  const isAlone = name === 'e' && value?.startsWith('{') === true;
  return isAlone || (name === 'p' && next === 'e');
}

function entryOf([id, fields]: RawEntry): BrokerEntry {
  const [name, value = '', , ...rest] = fields;
  // Most entries have nothing but the event: the id before theirs differs only in its number.
  if (name !== 'p') return { id: id as EventId, previous: previousOf(id), json: value };
  const [json = '', , from, , to] = rest;
  const known = { id: id as EventId, previous: value as EventId, json };
  return from === undefined || to === undefined ? known : { ...known, lost: { from, to } };
}

function previousOf(id: string): EventId {
  const at = id.indexOf('-');
  return `${id.slice(0, at)}-${Number(id.slice(at + 1)) - 1}` as EventId;
}
