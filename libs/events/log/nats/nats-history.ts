import { compareEventIds, type EventId } from '#contract';
import type { BrokerEntry, BrokerRange } from '../broker/broker.ts';
import type { LogEnd } from './log-end.ts';
import { majorOf } from './nats-ids.ts';
import { firstWhere, type NatsMessages } from './nats-messages.ts';
import type { NatsRetention } from './nats-retention.ts';
import { entriesOf, type StoredBatch } from './stored-batch.ts';

/** Maximum number of messages that are fetched together. */
const FETCHED_MESSAGES = 64;

/** Reads past events. An id names its message, so no index is needed. */
export class NatsHistory {
  constructor(
    private readonly messages: NatsMessages,
    private readonly end: LogEnd,
    private readonly retention: NatsRetention,
  ) {}

  /** The first entries of a range, or its last ones if it has no `after`. In order. */
  readRange(range: BrokerRange): Promise<BrokerEntry[]> {
    return range.after === undefined ? this.#readLast(range) : this.#readFirst(range, range.after);
  }

  /** The sequence of the first message that may hold an event at or after an id. */
  async sequenceOf(id: EventId): Promise<number> {
    const [major, first, last] = [majorOf(id), this.retention.head, this.#lastSequence];
    // Exact, unless the log was raised meanwhile: then ids before that are further from their sequence.
    const near = Math.max(first, Math.min(major - this.end.offset, last + 1));
    return firstWhere(near, last, async (sequence) => {
      const batch = await this.messages.at(sequence);
      return batch !== undefined && batch.major >= major;
    });
  }

  async #readFirst(range: BrokerRange, after: EventId): Promise<BrokerEntry[]> {
    const isIn = this.#isIn(range);
    const entries: BrokerEntry[] = [];
    let count = 1;
    for (let next = await this.sequenceOf(after); next <= this.#lastSequence;) {
      const upTo = Math.min(next + count - 1, this.#lastSequence);
      const batches = await this.messages.between(next, upTo);
      entries.push(...batches.flatMap(entriesOf).filter(isIn));
      if (entries.length >= range.limit || batches.some((batch) => isBeyond(batch, range))) break;
      next = upTo + 1;
      count = nextCount(count, range.limit - entries.length, batches);
    }
    return entries.slice(0, range.limit);
  }

  async #readLast(range: BrokerRange): Promise<BrokerEntry[]> {
    const isIn = this.#isIn(range);
    const entries: BrokerEntry[][] = [];
    let [count, found] = [1, 0];
    const { before, upTo } = range;
    const last = before !== undefined && compareEventIds(before, upTo) < 0 ? before : upTo;
    for (let next = Math.min(await this.sequenceOf(last), this.#lastSequence); next >= this.retention.head;) {
      const from = Math.max(next - count + 1, this.retention.head);
      const batches = await this.messages.between(from, next);
      const read = batches.flatMap(entriesOf).filter(isIn);
      entries.unshift(read);
      found += read.length;
      if (found >= range.limit) break;
      next = from - 1;
      count = nextCount(count, range.limit - found, batches);
    }
    return entries.flat().slice(-range.limit);
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
