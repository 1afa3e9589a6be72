import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import type { EventId } from '#contract';
import { inTime } from '../in-time.ts';
import type { LogEnd } from './log-end.ts';
import { natsChanged } from './connection/nats-faults.ts';
import type { NatsLink } from './connection/nats-link.ts';
import type { NatsNames } from './nats-names.ts';
import { readBatch, type StoredBatch } from './stored-batch.ts';

/** Milliseconds that a read waits for the next message. */
const WAIT_MS = 2_000;
/** Maximum number of messages that wait in this process to be read. */
const WAITING_MESSAGES = 50;
/** Milliseconds between two signs of life of the server while no message comes. */
const HEARTBEAT_MS = 1_000;

/** A consumer, and the read that waits for its next message. */
interface Consuming {
  messages: ConsumerMessages;
  iterator: AsyncIterator<JsMsg>;
  next: Promise<IteratorResult<JsMsg>>;
  /** The id of the last event that was read. */
  position: EventId;
  /** The sequence of the last message that was read. */
  sequence: number;
}

/** Reads the stream as it grows. The consumer is made anew when it ends, or when it misses what the stream holds. */
export class NatsReader {
  #consuming: Consuming | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly names: NatsNames,
    private readonly end: LogEnd,
    private readonly label: string,
  ) {}

  /** The next message after a position; undefined if none comes in time. `from`: the sequence that follows it. */
  async next(after: EventId, from: () => Promise<number>): Promise<StoredBatch | undefined> {
    if (this.#consuming?.position !== after) this.restart();
    try {
      const consuming = (this.#consuming ??= await this.#consume(after, await from()));
      return await this.#read(consuming);
    } catch (error) {
      this.restart();
      throw error;
    }
  }

  /** Ends the consumer. The next read makes another one. */
  restart(): void {
    const ended = this.#consuming;
    this.#consuming = undefined;
    ended?.messages.close().catch(() => undefined);
  }

  #consume(position: EventId, from: number): Promise<Consuming> {
    return this.link.use(async ({ consumerFrom }) => {
      const consumer = await consumerFrom(this.names.stream, from);
      const options = { max_messages: WAITING_MESSAGES, idle_heartbeat: HEARTBEAT_MS };
      const messages = await consumer.consume(options);
      const iterator = messages[Symbol.asyncIterator]();
      const next = waitingFor(iterator);
      return { messages, iterator, next, position, sequence: from - 1 };
    });
  }

  async #read(consuming: Consuming): Promise<StoredBatch | undefined> {
    const result = await inTime(consuming.next, WAIT_MS, () => undefined);
    if (result === undefined) return this.#nothing(consuming);
    if (result.done) throw natsChanged(this.label);
    consuming.next = waitingFor(consuming.iterator);
    const { seq, time, headers } = result.value;
    const batch = readBatch({ sequence: seq, at: time.getTime() }, headers, result.value.string());
    consuming.sequence = seq;
    if (batch.jsons.length > 0) consuming.position = batch.last;
    this.end.saw(batch);
    return batch;
  }

  /** Nothing came. If the stream is known to hold more, the consumer is not what it should be. */
  #nothing({ sequence }: Consuming): undefined {
    if ((this.end.position?.sequence ?? 0) > sequence) this.restart();
  }
}

function waitingFor(iterator: AsyncIterator<JsMsg>): Promise<IteratorResult<JsMsg>> {
  const next = iterator.next();
  // Whoever reads gets the error.
  next.catch(() => undefined);
  return next;
}
