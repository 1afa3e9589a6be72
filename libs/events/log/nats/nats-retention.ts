import type { EventId } from '#contract';
import type { Retention } from '../embedded/event-store.ts';
import { idAt, numberOf } from './nats-ids.ts';
import { firstWhere, type NatsMessages } from './nats-messages.ts';
import type { EndPosition } from './log-end.ts';
import type { StoredBatch } from './stored-batch.ts';

/** Which events retention drops: those up to a number, and those of older messages. */
interface Limits {
  /** The number of the last event that there are too many of. */
  count: number;
  /** Milliseconds since 1970. */
  oldest: number;
  /** The number of the last event that every checkpoint includes. Later ones are kept: nobody has counted them. */
  folded: number;
}

/**
 * Knows where the log begins. Its beginning is exact to the event. The server drops whole messages, later; what is left
 * before the beginning is not read.
 */
export class NatsRetention {
  /** The sequence of the message that holds the first event after `start`. */
  #head = 0;
  #start: EventId | undefined;

  constructor(
    private readonly messages: NatsMessages,
    private readonly retention: Retention,
  ) {}

  /** The position before the oldest event; undefined until the stream was looked at. */
  get start(): EventId | undefined {
    return this.#start;
  }

  /** The sequence of the oldest message that is needed. */
  get head(): number {
    return this.#head;
  }

  /** Whether the beginning can move on without asking the server. */
  get isNearby(): boolean {
    return this.messages.isKept(this.#head) && this.messages.isKept(this.#head + 1);
  }

  /**
   * Moves the beginning on. `first`: the oldest message of the stream. `folded`: the ids up to which checkpoints include
   * all events.
   */
  async advance(first: number, end: EndPosition, folded: readonly EventId[]): Promise<EventId> {
    const limits = this.#limits(end, folded);
    this.#head = Math.max(this.#head, first);
    this.#head = await firstWhere(this.#head, end.sequence, async (sequence) => {
      const batch = await this.messages.at(sequence);
      return batch !== undefined && !isDropped(batch, limits);
    });
    const head = this.#head <= end.sequence ? await this.messages.at(this.#head) : undefined;
    this.#start = head ? startIn(head, limits) : end.last;
    return this.#start;
  }

  /** Forgets it: the stream is another one. */
  forget(): void {
    this.#head = 0;
    this.#start = undefined;
  }

  #limits({ last }: EndPosition, folded: readonly EventId[]): Limits {
    const { maxEvents, maxAgeMs } = this.retention;
    const included = Math.min(...folded.map(numberOf));
    const count = Math.min(numberOf(last) - maxEvents, included);
    return { count, oldest: Date.now() - maxAgeMs, folded: included };
  }
}

function isDropped({ last, at }: StoredBatch, { count, oldest, folded }: Limits): boolean {
  const number = numberOf(last);
  return number <= count || (at < oldest && number <= folded);
}

function startIn({ major, number, previous }: StoredBatch, { count }: Limits): EventId {
  return count < number ? previous : idAt(major, count);
}
