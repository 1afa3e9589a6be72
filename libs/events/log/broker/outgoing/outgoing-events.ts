import type { UncommittedEvent } from '#contract';
import { splitEvent, type SplitEvent } from '../../../encoding/payload-beside.ts';
import { sessionChangeOf, type SessionChange } from '../../../encoding/session-changes.ts';
import { QUEUE_EVENTS } from '../../queue-bound.ts';
import type { Broker, OutgoingBatch, OutgoingPayload } from '../broker.ts';
import type { InstanceIdentity } from '../instance-identity.ts';
import type { SentEvents } from './sent-events.ts';

/** Maximum number of events per batch. */
const BATCH_EVENTS = 512;
/** Maximum number of characters per batch, unless its only event is longer. */
const BATCH_CHARACTERS = 4 * 1_048_576;
/** Number of events that are dropped at a time. */
const DROPPED_EVENTS = 500;

/** Maximum number of bytes of a character of JavaScript in UTF-8. */
const MAX_BYTES_PER_CHARACTER = 3;

const NONE_DROPPED = { from: null, to: null, missing: 0 };

/**
 * The events that wait for the broker, oldest first, in a bounded number. A batch stays here until the broker has
 * acknowledged it, and is repeated as it is: the broker may have it, and only the acknowledgement was lost.
 */
export class OutgoingEvents {
  #events: UncommittedEvent[] = [];
  #batch: OutgoingBatch | undefined;
  /** The events of the batch. */
  #inBatch: UncommittedEvent[] = [];
  #sequence = 0;
  #dropped: OutgoingBatch['dropped'] = NONE_DROPPED;
  #pushed = 0;

  constructor(
    /** Called with each event that has no JSON, or one that the broker does not take. */
    private readonly refused: (event: UncommittedEvent, error: unknown) => void,
    private readonly sent: SentEvents,
    private readonly identity: InstanceIdentity,
    private readonly broker: Pick<Broker, 'maxEventBytes'>,
  ) {}

  get count(): number {
    return this.#events.length + (this.#batch?.jsons.length ?? 0);
  }

  /** Number of events that were ever added. */
  get pushed(): number {
    return this.#pushed;
  }

  /** Number of them that no longer wait: they were acknowledged, refused or dropped. */
  get handled(): number {
    return this.#pushed - this.count;
  }

  /** Whether the log may hold events that are still here, because their batch was not acknowledged yet. */
  get isUnsure(): boolean {
    return this.#batch !== undefined;
  }

  /** Adds an event; returns the number of events that were dropped for it. */
  push(event: UncommittedEvent): number {
    const dropped = this.count >= QUEUE_EVENTS ? this.#dropOldest() : 0;
    this.#events.push(event);
    this.#pushed += 1;
    return dropped;
  }

  /** The batch to send: the one that was not acknowledged yet, or a new one. Undefined when no event waits. */
  next(): OutgoingBatch | undefined {
    this.#batch ??= this.#nextBatch();
    return this.#batch;
  }

  /** Removes the batch that `next` has returned. */
  acknowledged(): void {
    this.#batch = undefined;
    this.#inBatch = [];
  }

  /**
   * Drops the events about sessions and calls; the rest begins anew. `isCounted` tells whether those that read the log
   * are told that the events are missing.
   */
  dropWork({ isCounted }: { isCounted: boolean }): void {
    const all = [...this.#inBatch, ...this.#events];
    const work = all.filter(isWork);
    if (isCounted) this.#countDropped(work);
    // What was dropped before the batch is told with the next one.
    if (this.#batch) this.#dropped = joined(this.#batch.dropped, this.#dropped);
    this.acknowledged();
    this.#events = all.filter((event) => !isWork(event));
    this.#sequence = 0;
    this.sent.clear();
  }

  #nextBatch(): OutgoingBatch | undefined {
    const encoded: Encoded = { jsons: [], payloads: [], sessions: [] };
    const { jsons } = encoded;
    while (jsons.length === 0 && this.#events.length > 0) this.#take(encoded);
    if (jsons.length === 0) return undefined;
    const dropped = this.#dropped;
    this.#dropped = NONE_DROPPED;
    this.#sequence += 1;
    return { instance: this.identity.current, sequence: this.#sequence, dropped, ...encoded };
  }

  /** Encodes events, as many as fit into a batch. */
  #take({ jsons, payloads, sessions }: Encoded): void {
    const events = this.#events.splice(0, BATCH_EVENTS);
    let taken = 0;
    for (let characters = 0; taken < events.length && characters < BATCH_CHARACTERS; taken += 1) {
      const event = events[taken];
      const split = event && this.#encoded(event);
      if (!event || !split) continue;
      const change = sessionChangeOf({ ...event, event });
      if (change) sessions.push(change);
      this.sent.add(split, event);
      if (split.payload) payloads.push({ ...split.payload, index: jsons.length });
      jsons.push(split.stored);
      this.#inBatch.push(event);
      characters += split.whole.length;
    }
    if (taken < events.length) this.#events = [...events.slice(taken), ...this.#events];
  }

  #encoded(event: UncommittedEvent): SplitEvent | undefined {
    try {
      const split = splitEvent(event);
      this.#checkSize(split.stored);
      if (split.payload) this.#checkSize(split.payload.json);
      return split;
    } catch (error) {
      this.refused(event, error);
      return undefined;
    }
  }

  /** Throws if the broker does not take an event of this size. */
  #checkSize(json: string): void {
    const { maxEventBytes } = this.broker;
    // Few events come near the maximum, so hardly any is measured.
    if (json.length * MAX_BYTES_PER_CHARACTER <= maxEventBytes) return;
    const size = Buffer.byteLength(json);
    if (size > maxEventBytes)
      throw new Error(`Its JSON has ${size} bytes, and the broker takes ${maxEventBytes}`);
  }

  #dropOldest(): number {
    const dropped = this.#events.slice(0, DROPPED_EVENTS);
    this.#events = this.#events.slice(DROPPED_EVENTS);
    this.#countDropped(dropped);
    return dropped.length;
  }

  #countDropped(events: readonly UncommittedEvent[]): void {
    const from = events[0]?.timestamp ?? null;
    const to = events.at(-1)?.timestamp ?? null;
    this.#dropped = joined(this.#dropped, { from, to, missing: events.length });
  }
}

/** Events of a batch, encoded. */
interface Encoded {
  jsons: string[];
  payloads: OutgoingPayload[];
  sessions: SessionChange[];
}

type Dropped = OutgoingBatch['dropped'];

/** Two ranges of dropped events, the second after the first, as one. */
function joined(first: Dropped, second: Dropped): Dropped {
  const missing = first.missing + second.missing;
  return { from: first.from ?? second.from, to: second.to ?? first.to, missing };
}

/** Whether an event is about a session, a call, or this life of the process. */
function isWork({ type }: UncommittedEvent): boolean {
  return /^(session|tool|instance):/.test(type);
}
