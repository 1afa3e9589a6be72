import type { MsgHdrs } from '@nats-io/transport-node';
import type { EventId } from '#contract';
import type { BrokerEntry } from '../broker/broker.ts';
import { idAt, majorOf, numberOf } from './nats-ids.ts';

/** A message of the stream: the events that a process has appended together. */
export interface StoredBatch {
  /** Its place in the stream. */
  sequence: number;
  /** When the server took it, in milliseconds since 1970. */
  at: number;
  /** The first part of the ids of its events. */
  major: number;
  /** The number of its first event. */
  number: number;
  /** The position before its first event. */
  previous: EventId;
  /** The id of its last event. */
  last: EventId;
  /** When the events right before it happened that could not be kept. */
  lost?: Pick<MissingTimes, 'from' | 'to'>;
  /** The number of the message among those of its process. */
  ordinal: number;
  /** The instance that had gone when another one appended the message on its behalf. */
  onBehalfOf?: string;
  jsons: readonly string[];
}

/** What a message says about its events. */
export type BatchFacts = Pick<
  StoredBatch,
  'major' | 'number' | 'previous' | 'ordinal' | 'lost' | 'onBehalfOf'
>;

type MissingTimes = NonNullable<BrokerEntry['lost']>;

const FIRST = 'Crowsnest-First';
const PREVIOUS = 'Crowsnest-Previous';
const ORDINAL = 'Crowsnest-Ordinal';
const LOST = 'Crowsnest-Lost';
const ON_BEHALF_OF = 'Crowsnest-On-Behalf-Of';

/** Writes what a message says about its events. */
export function writeFacts(
  headers: MsgHdrs,
  { major, number, previous, ordinal, lost, onBehalfOf }: BatchFacts,
): MsgHdrs {
  headers.set(FIRST, idAt(major, number));
  headers.set(PREVIOUS, previous);
  headers.set(ORDINAL, String(ordinal));
  if (lost) headers.set(LOST, JSON.stringify(lost));
  if (onBehalfOf !== undefined) headers.set(ON_BEHALF_OF, onBehalfOf);
  return headers;
}

/** Reads a message of the stream. */
export function readBatch(
  { sequence, at }: Pick<StoredBatch, 'sequence' | 'at'>,
  headers: MsgHdrs | undefined,
  text: string,
): StoredBatch {
  const first = (headers?.get(FIRST) ?? '') as EventId;
  const lost = headers?.get(LOST);
  const onBehalfOf = headers?.get(ON_BEHALF_OF);
  const jsons = text === '' ? [] : text.split('\n');
  const [major, number] = [majorOf(first), numberOf(first)];
  return {
    sequence,
    at,
    major,
    number,
    previous: (headers?.get(PREVIOUS) ?? '') as EventId,
    last: idAt(major, number + jsons.length - 1),
    ...(lost && { lost: JSON.parse(lost) as MissingTimes }),
    ordinal: Number(headers?.get(ORDINAL)),
    ...(onBehalfOf && { onBehalfOf }),
    jsons,
  };
}

/** The events of a message. */
export function entriesOf({ major, number, previous, lost, jsons }: StoredBatch): BrokerEntry[] {
  return jsons.map((json, index) => ({
    id: idAt(major, number + index),
    previous: index === 0 ? previous : idAt(major, number + index - 1),
    ...(index === 0 && lost && { lost }),
    json,
  }));
}
