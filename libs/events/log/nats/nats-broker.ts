import { compareEventIds, type EventId, type SessionFacts } from '#contract';
import type {
  BatchFor,
  Beat,
  Broker,
  BrokerEntry,
  BrokerRange,
  BrokerState,
  CountedBeat,
  KnownLog,
  OutgoingBatch,
} from '../broker/broker.ts';
import type { BrokerPayloads } from '../broker/broker-payloads.ts';
import type { Claims } from '../claims.ts';
import type { Retention } from '../embedded/event-store.ts';
import type { Checkpoint } from '../event-log.ts';
import { NatsAttendance } from './nats-attendance.ts';
import { natsChanged } from './connection/nats-faults.ts';
import { numberOf } from './nats-ids.ts';
import { natsParts, type NatsParts } from './nats-parts.ts';
import type { NatsPlace } from './connection/nats-url.ts';
import { entriesOf, type StoredBatch } from './stored-batch.ts';

/** Maximum size of the events of a message, if the server allows it. */
const MESSAGE_BYTES = 900_000;
/** What the headers of a message take at most. */
const HEADER_BYTES = 1_024;

/** The log as a JetStream stream, whose messages are batches of events. */
export class NatsBroker implements Broker {
  readonly numberOf = numberOf;
  readonly #parts: NatsParts;
  readonly #attendance: NatsAttendance;

  constructor(place: NatsPlace, retention: Retention) {
    this.#parts = natsParts(place, retention);
    this.#attendance = new NatsAttendance(this.#parts);
  }

  get maxEventBytes(): number {
    return this.#attendance.maxBytes - HEADER_BYTES;
  }

  get claims(): Claims {
    return this.#parts.claims;
  }

  get isCurrent(): boolean {
    return this.#attendance.isCurrent;
  }

  get payloads(): BrokerPayloads {
    return this.#parts.payloads;
  }

  open(): Promise<BrokerState> {
    return this.#attendance.attend();
  }

  attend(known: KnownLog): Promise<BrokerState> {
    return this.#attendance.attend(known);
  }

  beat(beat: Beat): Promise<CountedBeat[]> {
    return this.#parts.instances.beat(beat);
  }

  forget(instance: string): Promise<void> {
    return this.#parts.instances.forget(instance);
  }

  async appendFor(batch: BatchFor): Promise<EventId | undefined> {
    const { appender, instances, sessions } = this.#parts;
    const last = await appender.appendFor(batch);
    if (last === undefined) return undefined;
    await sessions.end(batch.sessions, last);
    await instances.forget(batch.instance);
    return last;
  }

  async append(
    batch: OutgoingBatch,
    { last: known }: KnownLog,
  ): Promise<Pick<BrokerState, 'start' | 'last'>> {
    const { end, sessions, appender, label, payloads, audit } = this.#parts;
    if (!end.position || !this.isCurrent || compareEventIds(known, end.position.last) > 0)
      throw natsChanged(label);
    await Promise.all([sessions.begin(batch.sessions), payloads.keep(batch.payloads)]);
    const appended = await appender.append(batch, Math.min(MESSAGE_BYTES, this.maxEventBytes));
    const last = appended.at(-1)?.last ?? end.position.last;
    await sessions.end(batch.sessions, last);
    await audit.keep(appended.flatMap(entriesOf));
    await this.#recordDropped(batch, appended);
    return { start: await this.#attendance.moveStart(), last };
  }

  async readNext(after: EventId): Promise<BrokerEntry[]> {
    const { reader, history, messages } = this.#parts;
    const batch = await reader.next(after, () => history.sequenceOf(after));
    if (!batch) return [];
    messages.keep(batch);
    return entriesOf(batch).filter(({ id }) => compareEventIds(id, after) > 0);
  }

  readRange(range: BrokerRange): Promise<BrokerEntry[]> {
    return this.#parts.history.readRange(range);
  }

  readAudit(range: BrokerRange): Promise<BrokerEntry[]> {
    return this.#parts.audit.read(range);
  }

  findSessions(ids: readonly string[]): Promise<(SessionFacts | undefined)[]> {
    return this.#parts.sessions.find(ids);
  }

  loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.#parts.states.loadCheckpoint(name);
  }

  async saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    await this.#parts.states.saveCheckpoint(name, checkpoint);
    await this.#attendance.noteFolded();
  }

  async keepCheckpoints(names: readonly string[]): Promise<void> {
    await this.#parts.states.keepCheckpoints(names);
    await this.#attendance.noteFolded();
  }

  keepState(name: string, state: Checkpoint): Promise<void> {
    return this.#parts.states.keepState(name, state);
  }

  stateAt(name: string, start: EventId, id: EventId): Promise<Checkpoint | undefined> {
    return this.#parts.states.stateAt(name, start, id);
  }

  oldestState(name: string, start: EventId): Promise<Checkpoint | undefined> {
    return this.#parts.states.oldestState(name, start);
  }

  close(): void {
    const { reader, readingLink, link } = this.#parts;
    reader.restart();
    readingLink.close();
    link.close();
  }

  /** Records the range of the events that the queue had to drop before a batch. */
  async #recordDropped({ dropped }: OutgoingBatch, [first]: readonly StoredBatch[]): Promise<void> {
    if (dropped.missing === 0 || !first) return;
    const { messages, lost, retention } = this.#parts;
    const after = (await messages.at(first.sequence - 1))?.last ?? first.previous;
    const range = { ...dropped, after, last: first.previous };
    await lost.add(range, retention.start ?? after);
  }
}
