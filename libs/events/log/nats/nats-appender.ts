import { compareEventIds, type EventId } from '#contract';
import type { BatchFor, OutgoingBatch } from '../broker/broker.ts';
import { givenUpIn } from '../broker/broker-faults.ts';
import type { EndPosition, LogEnd } from './log-end.ts';
import { apiCodeOf, lastSequenceIn, WRONG_LAST_SEQUENCE } from './connection/nats-api-codes.ts';
import { natsChanged } from './connection/nats-faults.ts';
import { idAt, majorOf, numberOf } from './nats-ids.ts';
import type { NatsInstances } from './nats-instances.ts';
import type { NatsLink } from './connection/nats-link.ts';
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
  instances: NatsInstances;
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
  /** The instance that has appended last, and the sequence of its last message: 0 if there is none. */
  #own = { instance: '', sequence: 0 };
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
    for (let looked: number | undefined; ;) {
      const { sequence: lastSequence, ...end } = this.#position();
      const newest = await this.parts.messages.lastOf(instance);
      if (newest && compareEventIds(newest.last, upTo) > 0) return undefined;
      const lastSubjectSequence = newest?.sequence ?? 0;
      if (looked === lastSubjectSequence) throw natsChanged(this.parts.label);
      const facts = { ...nextAfter(end), ordinal: 0, onBehalfOf: instance };
      const sent = await this.#publish(instance, facts, jsons, { lastSequence, lastSubjectSequence });
      if (typeof sent !== 'number') return sent.last;
      if (sent > lastSequence) await this.#catchUp(sent);
      else looked = lastSubjectSequence;
    }
  }

  /** Adds a message without events, so that the log continues after a position that the stream does not reach. */
  async raise(to: EventId): Promise<EventId> {
    const end = this.#position();
    const major = Math.max(majorOf(to), end.major);
    const number = Math.max(numberOf(to), numberOf(end.last)) + 1;
    const facts = { major, number, previous: end.last, ordinal: 0 };
    const sent = await this.#publish(NOBODY, facts, [], { lastSequence: end.sequence });
    if (typeof sent === 'number') throw natsChanged(this.parts.label);
    return sent.last;
  }

  async #appendMessage(instance: string, message: OutgoingMessage): Promise<StoredBatch> {
    if (this.#own.instance !== instance) this.#own = { instance, sequence: 0 };
    for (const isRepeated = this.#isUnsure; ;) {
      const held = isRepeated ? await this.#held(instance) : undefined;
      if (held) return held;
      this.#isUnsure = true;
      const { sequence: lastSequence } = this.#position();
      const expect = { lastSequence, lastSubjectSequence: this.#own.sequence };
      const sent = await this.#publish(instance, this.#factsOf(message), message.jsons, expect);
      if (typeof sent !== 'number') return this.#isOwn(sent);
      if (sent > lastSequence) await this.#catchUp(sent);
      else await this.#lookAtOwn(instance);
    }
  }

  /** The next message, if the stream holds it already. Another instance may have appended on behalf of this one since. */
  async #held(instance: string): Promise<StoredBatch | undefined> {
    const next = await this.parts.messages.nextOf(instance, this.#own.sequence + 1);
    if (next?.ordinal !== this.#acknowledged + 1) return undefined;
    this.#saw(next);
    return this.#isOwn(next);
  }

  #isOwn(batch: StoredBatch): StoredBatch {
    this.#own.sequence = batch.sequence;
    return batch;
  }

  /** Looks why the last message of this instance is not the expected one. */
  async #lookAtOwn(instance: string): Promise<void> {
    const { messages, instances, label } = this.parts;
    const last = await messages.lastOf(instance);
    if (last?.onBehalfOf === instance || (!last && (await instances.hasGone(instance))))
      throw givenUpIn(label);
    // If it has only been dropped, this is corrected once. Otherwise the stream is another one.
    const sequence = last?.sequence ?? 0;
    if (sequence === this.#own.sequence) throw natsChanged(label);
    this.#own.sequence = sequence;
  }

  #factsOf({ dropped }: OutgoingMessage): BatchFacts {
    const next = { ...nextAfter(this.#position()), ordinal: this.#acknowledged + 1 };
    if (dropped.missing === 0) return next;
    const { from, to, missing } = dropped;
    const number = next.number + missing;
    return { ...next, number, previous: idAt(next.major, number - 1), lost: { from, to } };
  }

  /**
   * Publishes a message after what it expects: the last sequence of the stream, and of the messages of the instance.
   * Resolves with the other sequence if it does not find this.
   */
  async #publish(
    instance: string,
    facts: BatchFacts,
    jsons: readonly string[],
    expect: { lastSequence: number; lastSubjectSequence?: number },
  ): Promise<StoredBatch | number> {
    const { link, names } = this.parts;
    const sent = await link.use(async ({ publisher, headers }) => {
      try {
        return await publisher.publish(names.subjectOf(instance), jsons.join('\n'), {
          headers: writeFacts(headers(), facts),
          expect: { ...expect, streamName: names.stream },
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

  /** Learns where the stream ends. `sequence`: that of a message which follows the last known one. */
  async #catchUp(sequence: number): Promise<void> {
    const { messages, end, label } = this.parts;
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

/** Where the message after a position begins. The clock keeps ids apart from those that a restored log has forgotten. */
function nextAfter({
  major,
  last,
}: Pick<EndPosition, 'major' | 'last'>): Pick<BatchFacts, 'major' | 'number' | 'previous'> {
  return { major: Math.max(major, Date.now()), number: numberOf(last) + 1, previous: last };
}
