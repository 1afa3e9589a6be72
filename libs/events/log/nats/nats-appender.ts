import { compareEventIds, type EventId } from '#contract';
import type { BatchFor, OutgoingBatch } from '../broker/broker.ts';
import type { EndPosition, LogEnd } from './log-end.ts';
import { apiCodeOf, lastSequenceIn, WRONG_LAST_SEQUENCE } from './nats-api-codes.ts';
import { natsChanged, natsGivenUp } from './nats-faults.ts';
import { idAt, majorOf, numberOf } from './nats-ids.ts';
import type { NatsLink } from './nats-link.ts';
import type { NatsMessages } from './nats-messages.ts';
import type { NatsNames } from './nats-names.ts';
import { messagesOf, type OutgoingMessage } from './outgoing-messages.ts';
import { writeFacts, type BatchFacts, type StoredBatch } from './stored-batch.ts';

/** Milliseconds to wait for the message of another process to be read back, before it is fetched. */
const READ_BACK_MS = 20;
/** Stands for a process in the subject of a message that no process has appended. */
const NOBODY = 'log';

/** What the appender works with. */
export interface AppenderParts {
  link: NatsLink;
  names: NatsNames;
  messages: NatsMessages;
  end: LogEnd;
  /** The log and its place, for errors. */
  label: string;
}

/**
 * Appends messages. Each names the sequence that it expects to follow, so a process knows the ids of its events before
 * the server has them. If another process was faster, the message is numbered again and repeated.
 */
export class NatsAppender {
  /** The batch that was sent last, and its messages that were not acknowledged yet. */
  #sending: {
    instance: string;
    sequence: number;
    messages: OutgoingMessage[];
    appended: StoredBatch[];
  } = {
    instance: '',
    sequence: 0,
    messages: [],
    appended: [],
  };
  /** The number of acknowledged messages. */
  #acknowledged = 0;
  /** Whether the server may hold the next message, because its acknowledgement did not arrive. */
  #isUnsure = false;

  constructor(private readonly parts: AppenderParts) {}

  /** Appends a batch; continues with the rest if it is repeated. Resolves with its messages. */
  async append(batch: OutgoingBatch, maxBytes: number): Promise<readonly StoredBatch[]> {
    const { instance, sequence } = batch;
    if (this.#sending.instance !== instance || this.#sending.sequence !== sequence)
      this.#sending = { instance, sequence, messages: messagesOf(batch, maxBytes), appended: [] };
    const { messages, appended } = this.#sending;
    for (let message = messages[0]; message; message = messages[0]) {
      appended.push(await this.#appendMessage(instance, message));
      this.#acknowledged += 1;
      this.#isUnsure = false;
      messages.shift();
    }
    return appended;
  }

  /** Appends events on behalf of an instance that has gone, as `Broker.appendFor` describes. */
  async appendFor({ instance, upTo, jsons }: BatchFor): Promise<EventId | undefined> {
    const { names, messages } = this.parts;
    for (;;) {
      // Looked up before the newest message of the instance: whatever follows makes the attempt fail.
      const position = this.#position();
      const newest = await messages.lastOf(instance);
      if (newest && compareEventIds(newest.last, upTo) > 0) return undefined;
      const facts = { ...nextAfter(position), ordinal: 0, onBehalfOf: instance };
      const sent = await this.#publish(names.subjectOf(instance), facts, jsons, position);
      if (typeof sent !== 'number') return sent.last;
      await this.#catchUp(position.sequence, sent);
    }
  }

  /** Adds a message without events, so that the log continues after a position that the stream does not reach. */
  async raise(to: EventId): Promise<EventId> {
    const { names, label } = this.parts;
    const end = this.#position();
    const major = Math.max(majorOf(to), end.major + 1);
    const number = Math.max(numberOf(to), numberOf(end.last)) + 1;
    const facts = { major, number, previous: end.last, ordinal: 0 };
    const sent = await this.#publish(names.subjectOf(NOBODY), facts, []);
    if (typeof sent === 'number') throw natsChanged(label);
    return sent.last;
  }

  async #appendMessage(instance: string, message: OutgoingMessage): Promise<StoredBatch> {
    const { names, end, label } = this.parts;
    for (const isRepeated = this.#isUnsure; ;) {
      const held = isRepeated ? await this.#held(instance) : undefined;
      if (held) return held;
      if (end.isGone(instance)) throw natsGivenUp(label);
      this.#isUnsure = true;
      const expected = this.#position().sequence;
      const facts = this.#factsOf(message);
      const sent = await this.#publish(names.subjectOf(instance), facts, message.jsons);
      if (typeof sent !== 'number') return sent;
      await this.#catchUp(expected, sent, instance);
    }
  }

  /** The next message, if the stream holds it already. */
  async #held(instance: string): Promise<StoredBatch | undefined> {
    const last = await this.parts.messages.lastOf(instance);
    if (last?.ordinal !== this.#acknowledged + 1) return undefined;
    this.#saw(last);
    return last;
  }

  #factsOf({ dropped }: OutgoingMessage): BatchFacts {
    const next = { ...nextAfter(this.#position()), ordinal: this.#acknowledged + 1 };
    if (dropped.missing === 0) return next;
    const { from, to, missing } = dropped;
    const number = next.number + missing;
    return { ...next, number, previous: idAt(next.major, number - 1), lost: { from, to } };
  }

  /** Publishes a message. Resolves with the sequence of the last one instead if another process was faster. */
  async #publish(
    subject: string,
    facts: BatchFacts,
    jsons: readonly string[],
    position = this.#position(),
  ): Promise<StoredBatch | number> {
    const { link, names } = this.parts;
    const expect = { lastSequence: position.sequence, streamName: names.stream };
    const sent = await link.use(async ({ publisher, headers }) => {
      try {
        return await publisher.publish(subject, jsons.join('\n'), {
          headers: writeFacts(headers(), facts),
          expect,
        });
      } catch (error) {
        if (apiCodeOf(error) !== WRONG_LAST_SEQUENCE) throw error;
        return lastSequenceIn(error);
      }
    });
    if (typeof sent === 'number') return sent;
    const last = idAt(facts.major, facts.number + jsons.length - 1);
    const batch = { ...facts, sequence: sent.seq, at: Date.now(), last, jsons };
    this.#saw(batch);
    return batch;
  }

  /**
   * Learns where the stream ends, and whether an instance was given up before that. `sequence`: that of its last
   * message, instead of the one that was expected.
   */
  async #catchUp(expected: number, sequence: number, instance?: string): Promise<void> {
    const { messages, end, label } = this.parts;
    // A stream that is shorter than it was is another one.
    if (!(sequence > expected)) throw natsChanged(label);
    // A message before the last one may say that the instance was given up.
    if (sequence > expected + 1 && instance !== undefined) {
      const last = await messages.lastOf(instance);
      if (last) end.saw(last);
    }
    if (await end.reaches(sequence, READ_BACK_MS)) return;
    const batch = await messages.at(sequence);
    if (!batch) throw natsChanged(label);
    end.saw(batch);
  }

  #saw(batch: StoredBatch): void {
    this.parts.messages.keep(batch);
    this.parts.end.saw(batch);
  }

  #position(): EndPosition {
    const { position } = this.parts.end;
    if (!position) throw natsChanged(this.parts.label);
    return position;
  }
}

/** Where the message after a position begins. */
function nextAfter({ major, last }: EndPosition): Pick<BatchFacts, 'major' | 'number' | 'previous'> {
  return { major: major + 1, number: numberOf(last) + 1, previous: last };
}
