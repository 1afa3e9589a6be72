import { LRUCache } from 'lru-cache';
import { compareEventIds, type EventId } from '#contract';
import type { BrokerEntry, BrokerRange } from '../broker/broker.ts';
import type { EndPosition, LogEnd } from './log-end.ts';
import { numberOf } from './nats-ids.ts';
import type { NatsMessages } from './nats-messages.ts';
import type { NatsRetention } from './nats-retention.ts';
import { entriesOf, type StoredBatch } from './stored-batch.ts';

/** Maximum number of messages that are fetched together. */
const FETCHED_MESSAGES = 64;
/** Number of ends of pages that are remembered. */
const HINTS = 1_000;
/** Every so often a search goes on in the middle of what is left. */
const HALVED_STEP = 3;

/** Reads past events. Messages are found by the numbers of their events, so no index is needed. */
export class NatsHistory {
  /** The messages that hold the ends of pages. */
  readonly #hints = new LRUCache<EventId, number>({ max: HINTS });

  constructor(
    private readonly messages: NatsMessages,
    private readonly end: LogEnd,
    private readonly retention: NatsRetention,
  ) {}

  /** Forgets where messages are: the stream is another one. */
  forget(): void {
    this.#hints.clear();
  }

  /** The first entries of a range, or its last ones if it has no `after`. In order. */
  readRange(range: BrokerRange): Promise<BrokerEntry[]> {
    return range.after === undefined ? this.#readLast(range) : this.#readFirst(range, range.after);
  }

  /** The sequence of the first message that reaches an id. */
  async sequenceOf(id: EventId): Promise<number> {
    const { position } = this.end;
    if (!position || compareEventIds(position.last, id) < 0) return this.#lastSequence + 1;
    if (position.last === id) return position.sequence;
    return this.#hints.get(id) ?? this.#search(id, position);
  }

  /** Numbers have no holes, so they tell about where a message is. */
  async #search(id: EventId, { sequence, last }: EndPosition): Promise<number> {
    const { head, start = id } = this.retention;
    let [low, high] = [head, sequence];
    let [lowNumber, highNumber] = [numberOf(start), numberOf(last)];
    for (let step = 1; low < high; step += 1) {
      const share = (numberOf(id) - lowNumber) / Math.max(1, highNumber - lowNumber);
      // Messages of very different sizes would make for many small steps.
      const guess = low + Math.floor((high - low) * (step % HALVED_STEP === 0 ? 0.5 : share));
      const probe = Math.max(low, Math.min(guess, high - 1));
      const batch = await this.messages.at(probe);
      if (batch && compareEventIds(batch.last, id) >= 0) [high, highNumber] = [probe, numberOf(batch.last)];
      else [low, lowNumber] = [probe + 1, batch ? numberOf(batch.last) : lowNumber];
    }
    return high;
  }

  async #readFirst(range: BrokerRange, after: EventId): Promise<BrokerEntry[]> {
    const isIn = this.#isIn(range);
    const entries: BrokerEntry[] = [];
    let [count, found]: [number, StoredBatch[]] = [1, []];
    for (let next = await this.sequenceOf(after); next <= this.#lastSequence;) {
      const upTo = Math.min(next + count - 1, this.#lastSequence);
      const batches = await this.messages.between(next, upTo);
      found = batches;
      entries.push(...batches.flatMap(entriesOf).filter(isIn));
      if (entries.length >= range.limit || batches.some((batch) => isBeyond(batch, range))) break;
      next = upTo + 1;
      count = nextCount(count, range.limit - entries.length, batches);
    }
    const read = entries.slice(0, range.limit);
    this.#hint(read.at(-1), found);
    return read;
  }

  async #readLast(range: BrokerRange): Promise<BrokerEntry[]> {
    const isIn = this.#isIn(range);
    const entries: BrokerEntry[][] = [];
    let [count, total, found]: [number, number, StoredBatch[]] = [1, 0, []];
    const { before, upTo } = range;
    const last = before !== undefined && compareEventIds(before, upTo) < 0 ? before : upTo;
    for (let next = Math.min(await this.sequenceOf(last), this.#lastSequence); next >= this.retention.head;) {
      const from = Math.max(next - count + 1, this.retention.head);
      const batches = await this.messages.between(from, next);
      const read = batches.flatMap(entriesOf).filter(isIn);
      entries.unshift(read);
      total += read.length;
      found = batches;
      if (total >= range.limit) break;
      next = from - 1;
      count = nextCount(count, range.limit - total, batches);
    }
    const read = entries.flat().slice(-range.limit);
    this.#hint(read[0], found);
    return read;
  }

  /** Notes which message holds an entry: the next page begins there. */
  #hint(entry: BrokerEntry | undefined, batches: readonly StoredBatch[]): void {
    const batch = entry && batches.find(({ last }) => compareEventIds(last, entry.id) >= 0);
    if (batch) this.#hints.set(entry.id, batch.sequence);
  }

  get #lastSequence(): number {
    return this.end.position?.sequence ?? 0;
  }

  #isIn({ after, before, upTo }: BrokerRange): (entry: BrokerEntry) => boolean {
    const { start } = this.retention;
    return ({ id }) =>
      compareEventIds(id, upTo) <= 0 &&
      (start === undefined || compareEventIds(id, start) > 0) &&
      (after === undefined || compareEventIds(id, after) > 0) &&
      (before === undefined || compareEventIds(id, before) < 0);
  }
}

/** Whether a message reaches the end of a range. */
function isBeyond({ last }: StoredBatch, { before, upTo }: BrokerRange): boolean {
  return compareEventIds(last, upTo) >= 0 || (before !== undefined && compareEventIds(last, before) >= 0);
}

/** How many messages to fetch next, if they hold as many events as the last ones. */
function nextCount(count: number, missing: number, batches: readonly StoredBatch[]): number {
  const events = batches.reduce((sum, { jsons }) => sum + jsons.length, 0);
  const perMessage = Math.max(1, events / count);
  return Math.max(1, Math.min(FETCHED_MESSAGES, Math.ceil(missing / perMessage)));
}
