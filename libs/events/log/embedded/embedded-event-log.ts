import { Logger } from '@nestjs/common';
import { compareEventIds, type EventId, type UncommittedEvent } from '#contract';
import { beforeDeadline } from '#shutdown';
import { pageOf, type EventPage } from '../../encoding/event-batch.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import {
  EventLog,
  type AuditRange,
  type Checkpoint,
  type IdRange,
  type LogCondition,
  type LogListener,
  type PageRequest,
  type Position,
  type ReadRequest,
} from '../event-log.ts';
import { BEFORE_ALL, knownPosition } from '../known-position.ts';
import { LogError } from '../log-error.ts';
import { LostRanges, type LostRange } from '../losses/lost-ranges.ts';
import { QUEUE_EVENTS } from '../queue-bound.ts';
import { readAll } from '../read-all.ts';
import type { SummaryPart, SummaryRequest } from '../summarize.ts';
import { CommitQueue } from './commit-queue.ts';
import { decimalId, decimalIdFrom, successorOf } from './decimal-ids.ts';
import type { EventStore } from './event-store.ts';
import { firstPosition } from './id-sequence.ts';

/** Number of events per page while some of them are not in the store. */
const PAGE_EVENTS = 250;

const NOT_ERASED =
  'The event log cannot store anything at the moment, so no payload was erased. Repeat it once the log has recovered.';

const NOT_DROPPED =
  'The event log cannot store anything at the moment, so no event was dropped. It is tried again later.';

/** What the store held when it was opened, and the ranges lost since. */
interface OpenedState {
  last: EventId;
  since: string;
  lost: LostRanges;
}

/** A log that only this process writes, with a store in memory or in a file. */
export class EmbeddedEventLog extends EventLog {
  readonly #logger = new Logger('EventLog');
  #queue: CommitQueue | undefined;
  /** Events that were appended before `follow`, at most as many as the queue holds. */
  #early: UncommittedEvent[] = [];
  #earlyDropped = 0;
  #opened: OpenedState | undefined;

  constructor(private readonly store: EventStore) {
    super();
  }

  get start(): EventId {
    return this.store.start;
  }

  get last(): EventId {
    return this.#queue?.lastDelivered ?? this.#state.last;
  }

  get since(): string {
    return this.#state.since;
  }

  get condition(): LogCondition {
    return this.#queue?.isDegraded ? 'degraded' : 'ok';
  }

  get waiting(): number {
    return this.#queue?.waiting ?? this.#early.length;
  }

  override async open(): Promise<void> {
    const { last, since, lost } = await this.store.open();
    this.#opened = { last, since, lost: new LostRanges(lost) };
  }

  override follow(listener: LogListener): void {
    const { last, lost } = this.#state;
    this.#queue = new CommitQueue(this.store, last, listener, lost);
    for (const event of this.#early) this.#queue.append(event);
    this.#early = [];
    if (this.#earlyDropped > 0)
      this.#logger.error(
        `${this.#earlyDropped} events were published before the log was followed, and dropped`,
      );
  }

  override append(event: UncommittedEvent): void {
    if (this.#queue) this.#queue.append(event);
    else if (this.#early.length < QUEUE_EVENTS) this.#early.push(event);
    else this.#earlyDropped += 1;
  }

  override read(request: ReadRequest): Promise<LoggedEvent[]> {
    const { after, before } = request;
    return this.#read({
      ...request,
      ...(after !== undefined && { after: decimalId(after) }),
      ...(before !== undefined && { before: decimalIdFrom(before) }),
    });
  }

  override readAudit({ after, before, limit }: AuditRange): Promise<LoggedEvent[]> {
    return this.store.readAudit({
      limit,
      ...(after !== undefined && { after: decimalId(after) }),
      ...(before !== undefined && { before: decimalIdFrom(before) }),
    });
  }

  override async readPage(request: PageRequest): Promise<EventPage> {
    const upTo = decimalId(request.upTo);
    if (!this.#queue?.hasUnstored) return this.store.readPage({ ...request, upTo });
    const { upTo: _, ...range } = request;
    return pageOf(await this.#read({ ...range, limit: PAGE_EVENTS }), PAGE_EVENTS, upTo);
  }

  protected override summarizePart(after: EventId, request: SummaryRequest): Promise<SummaryPart> {
    // Events that wait for the store are in pages, and not in what the store summarises.
    if (this.#queue?.hasUnstored) return super.summarizePart(after, request);
    return this.store.summarizePart(after, request);
  }

  override async locate(requested: EventId): Promise<Position> {
    const id = this.#placeOf(requested);
    const position = await this.#locate(id);
    return position.known && id !== requested ? { known: true, after: id } : position;
  }

  override lostAfter(position: EventId): LostRange | undefined {
    return this.#state.lost.after(position);
  }

  override loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.store.loadCheckpoint(name);
  }

  override saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    return this.store.saveCheckpoint(name, checkpoint);
  }

  override keepCheckpoints(names: readonly string[]): Promise<void> {
    return this.store.keepCheckpoints(names);
  }

  override keepState(name: string, state: Checkpoint): Promise<void> {
    return this.store.keepState(name, state);
  }

  override stateAt(name: string, id: EventId): Promise<Checkpoint | undefined> {
    return this.store.stateAt(name, decimalId(id));
  }

  override oldestState(name: string): Promise<Checkpoint | undefined> {
    return this.store.oldestState(name);
  }

  override async erasePayloads(callIds: readonly string[], within?: IdRange): Promise<void> {
    await this.flush();
    if (this.condition === 'degraded') throw new LogError('LOG_STALLED', NOT_ERASED);
    await this.store.erasePayloads(callIds, within);
  }

  override async dropEvents(ids: readonly EventId[], lost: LostRange): Promise<void> {
    if (this.condition === 'degraded') throw new LogError('LOG_STALLED', NOT_DROPPED);
    // Known before the events are gone: nobody may pass over them in between.
    await this.store.dropEvents(ids, this.#state.lost.add(lost));
  }

  override async flush(): Promise<void> {
    await this.#queue?.flush();
  }

  override async close(deadline?: AbortSignal): Promise<void> {
    await beforeDeadline(this.#queue?.close(), deadline);
    await this.store.close(deadline);
  }

  async #read(request: ReadRequest): Promise<LoggedEvent[]> {
    const queue = this.#queue;
    if (!queue?.hasUnstored) return this.#readStored(request);
    // Read before the store answers: events that are stored meanwhile are then in both, and removed below.
    const unstored = queue.readUnstored(request);
    const { after, limit } = request;
    const isPastStore = after !== undefined && compareEventIds(after, queue.lastStored) >= 0;
    const stored = isPastStore ? [] : await this.#readStored(request);
    const last = stored.at(-1)?.id;
    const live = last === undefined ? unstored : unstored.filter(({ id }) => compareEventIds(id, last) > 0);
    const events = [...stored, ...live];
    return after === undefined ? events.slice(-limit) : events.slice(0, limit);
  }

  #readStored(request: ReadRequest): Promise<LoggedEvent[]> {
    return readAll((range) => this.store.readSlice(range), request);
  }

  async #locate(id: EventId): Promise<Position> {
    const position = this.#known(id);
    if (position) return position;
    if (await this.#isHeld(id)) return { known: true };
    // The oldest events may have been dropped meanwhile, so the start may have moved to this id or beyond. Otherwise an
    // id within the log that has no event belongs to an event of an earlier process that was delivered live and not
    // stored.
    return this.#known(id) ?? { known: false, resumeAfter: id };
  }

  /**
   * Whether the log holds the event with this id, or the one with the next id. In both cases no event after `id` is
   * missing.
   */
  async #isHeld(id: EventId): Promise<boolean> {
    if (await this.#has(id)) return true;
    const [next] = await this.#read({ after: id, limit: 1 });
    return next?.id === successorOf(id);
  }

  async #has(id: EventId): Promise<boolean> {
    const before = successorOf(id);
    const [unstored] = this.#queue?.hasUnstored ? this.#queue.readUnstored({ before, limit: 1 }) : [];
    return unstored?.id === id || this.store.has(id);
  }

  /** Converts an id of any form to the form of this log. `0` means before the oldest event. */
  #placeOf(id: EventId): EventId {
    const { since } = this.#state;
    const hasDroppedNone = this.start === firstPosition(Date.parse(since));
    return id === BEFORE_ALL && hasDroppedNone ? this.start : decimalId(id);
  }

  #known(id: EventId): Position | undefined {
    const { start, last } = this;
    return knownPosition(id, { start, last, lost: this.#state.lost });
  }

  get #state(): OpenedState {
    if (!this.#opened) throw new Error('The event log is not open yet');
    return this.#opened;
  }
}
