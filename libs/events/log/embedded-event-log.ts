import { Logger } from '@nestjs/common';
import { compareEventIds, matchesFilter, type EventId, type UncommittedEvent } from '#contract';
import { framePageOf, type FramePage } from '../event-frames.ts';
import type { EventBatch } from '../event-batch.ts';
import type { LoggedEvent } from '../logged-event.ts';
import { CommitQueue } from './commit-queue.ts';
import {
  EventLog,
  type Checkpoint,
  type FramesRequest,
  type LogCondition,
  type Position,
  type ReadRequest,
} from './event-log.ts';
import type { EventStore } from './event-store.ts';
import { LostRanges, type LostRange } from './lost-ranges.ts';
import { QUEUE_EVENTS } from './waiting-events.ts';

/** Events of a page of frames, where some of them are not in the store. */
const PAGE = 250;

/** A log that this process alone writes, over a store in its memory or in a file. */
export class EmbeddedEventLog extends EventLog {
  #queue: CommitQueue | undefined;
  /** Events that were published before the log was open. */
  #early: UncommittedEvent[] = [];
  #lost = new LostRanges();
  #since = '';
  #isEarlyFull = false;
  readonly #logger = new Logger('EventLog');

  constructor(private readonly store: EventStore) {
    super();
  }

  get start(): EventId {
    return this.store.start;
  }

  get last(): EventId {
    return this.#opened.lastDelivered;
  }

  get since(): string {
    return this.#since;
  }

  get condition(): LogCondition {
    return this.#queue?.isDegraded ? 'degraded' : 'ok';
  }

  override async open(onCommit: (batch: EventBatch) => void): Promise<void> {
    const { last, since, lost } = await this.store.open();
    this.#since = since;
    this.#lost = new LostRanges(lost);
    this.#queue = new CommitQueue(this.store, last, onCommit, this.#lost);
    for (const event of this.#early) this.#queue.append(event);
    this.#early = [];
  }

  override append(event: UncommittedEvent): void {
    if (this.#queue) this.#queue.append(event);
    else if (this.#early.length < QUEUE_EVENTS) this.#early.push(event);
    else if (!this.#isEarlyFull) {
      this.#isEarlyFull = true;
      this.#logger.error(`More than ${QUEUE_EVENTS} events were published before the log was open: dropped`);
    }
  }

  override async read(request: ReadRequest): Promise<LoggedEvent[]> {
    // Asked for first: what is stored meanwhile is then in both, and left out below.
    const { unstored } = this.#opened;
    const stored = await this.store.read(request);
    if (unstored.length === 0) return stored;
    const { before, limit, filter = {} } = request;
    const from = stored.at(-1)?.id ?? request.after ?? this.start;
    const live = unstored.filter(
      (event) =>
        compareEventIds(event.id, from) > 0 &&
        (before === undefined || compareEventIds(event.id, before) < 0) &&
        matchesFilter(filter, event),
    );
    const page = [...stored, ...live];
    return request.after === undefined ? page.slice(-limit) : page.slice(0, limit);
  }

  override async readFrames(request: FramesRequest): Promise<FramePage> {
    if (this.#opened.unstored.length === 0) return this.store.readFrames(request);
    const { upTo, ...page } = request;
    return framePageOf(await this.read({ ...page, limit: PAGE }), PAGE, upTo);
  }

  override async locate(id: EventId): Promise<Position> {
    const { start, last } = this;
    if (compareEventIds(id, start) < 0) return { known: false, resumeAfter: start };
    if (compareEventIds(id, last) > 0) return { known: false, resumeAfter: last };
    if (id === start || id === last || this.#lost.endsWith(id)) return { known: true };
    const lost = this.lostAfter(id);
    if (lost && compareEventIds(lost.after, id) < 0) return { known: false, resumeAfter: lost.last };
    if (this.#opened.unstored.some((logged) => logged.id === id)) return { known: true };
    if (await this.store.has(id)) return { known: true };
    // The oldest events may have left meanwhile: the store's answer tells where it begins now.
    if (id === this.start) return { known: true };
    if (compareEventIds(id, this.start) < 0) return { known: false, resumeAfter: this.start };
    // An id of an earlier run that went out live and could not be kept.
    const [next] = await this.read({ after: id, limit: 1 });
    return { known: false, resumeAfter: next ? (String(Number(next.id) - 1) as EventId) : this.last };
  }

  override lostAfter(position: EventId): LostRange | undefined {
    return this.#lost.after(position);
  }

  override loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.store.loadCheckpoint(name);
  }

  override saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    return this.store.saveCheckpoint(name, checkpoint);
  }

  override async flush(): Promise<void> {
    await this.#queue?.flush();
  }

  override async close(): Promise<void> {
    await this.#queue?.close();
    await this.store.close();
  }

  get #opened(): CommitQueue {
    if (!this.#queue) throw new Error('The event log is not open yet');
    return this.#queue;
  }
}
