import type { EventId } from '#contract';
import type { BrokerEntry } from '../broker/broker.ts';

/** An entry of a stream as Redis sends it: its id, and names and values of its fields by turns. */
type RawEntry = [id: string, fields: string[]];

/** Reads the answer of XRANGE, or of XREVRANGE when it is reversed. */
export function entriesOf(answer: unknown): BrokerEntry[] {
  return (answer as RawEntry[]).map(entryOf);
}

/** Reads the answer of XREAD from one stream. */
export function entriesRead(answer: unknown): BrokerEntry[] {
  const [stream] = (answer ?? []) as [key: string, entries: RawEntry[]][];
  return stream ? entriesOf(stream[1]) : [];
}

/** The number of an event: the second part of its id. */
export function numberOf(id: EventId): number {
  return Number(id.slice(id.indexOf('-') + 1));
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
