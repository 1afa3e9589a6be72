import { Logger } from '@nestjs/common';
import { compareEventIds, matchesFilter, type EventId, type UncommittedEvent } from '#contract';
import { LoggedEvent, type EventBatch } from '../logged-event.ts';
import {
  EventLog,
  type Checkpoint,
  type LogCondition,
  type Position,
  type ReadRequest,
} from './event-log.ts';
import type { EventStore, StoreState } from './event-store.ts';
import { IdSequence } from './id-sequence.ts';

/** The most events that are committed together. */
const BATCH_EVENTS = 500;
/** Events that may wait for a store that stalls or fails; then the oldest are let go. */
const QUEUE_EVENTS = 100_000;
/** Milliseconds between two tries to reach a store that failed. */
const RETRY_MS = 1_000;

/**
 * A log of this process over a store. Events are numbered as they come in and wait in one bounded
 * queue; what arrives while a commit is under way is committed together with the next one.
 *
 * While the store fails, events go out live from the queue and stay in it until the store has them:
 * `log:degraded` and `log:recovered` enclose that time, and only what the queue had to let go is lost.
 */
export class EmbeddedEventLog extends EventLog {
  readonly #logger = new Logger('EventLog');
  #queue: LoggedEvent[] = [];
  /** How many events at the head of the queue the store is working on. */
  #inFlight = 0;
  #working: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #outage: { since: number; lost: number } | undefined;
  #closing = false;
  #state: StoreState | undefined;
  #ids: IdSequence | undefined;
  #onCommit: (batch: EventBatch) => void = () => undefined;

  constructor(private readonly store: EventStore) {
    super();
  }

  get start(): EventId {
    return this.store.start;
  }

  get last(): EventId {
    return this.#opened.last;
  }

  get since(): string {
    return this.#opened.since;
  }

  get condition(): LogCondition {
    return this.#outage ? 'degraded' : 'ok';
  }

  override async open(onCommit: (batch: EventBatch) => void): Promise<void> {
    this.#state = await this.store.open();
    this.#ids = new IdSequence(this.#state.last);
    this.#onCommit = onCommit;
  }

  override append(event: UncommittedEvent): void {
    if (!this.#ids || this.#closing) return;
    this.#queue.push(LoggedEvent.number(this.#ids.next(), event));
    if (this.#queue.length >= QUEUE_EVENTS) this.#letGoOldest();
    this.#schedule();
  }

  override async read(request: ReadRequest): Promise<LoggedEvent[]> {
    const unstored = this.#unstored();
    const stored = await this.store.read(request);
    if (unstored.length === 0) return stored;
    const { after = stored.at(-1)?.id ?? this.start, before, limit, filter = {} } = request;
    const from = stored.at(-1)?.id ?? after;
    const events = unstored.filter(
      ({ id, event }) =>
        compareEventIds(id, from) > 0 &&
        (before === undefined || compareEventIds(id, before) < 0) &&
        matchesFilter(filter, event),
    );
    const page = [...stored, ...events];
    return request.after === undefined ? page.slice(-limit) : page.slice(0, limit);
  }

  override async locate(id: EventId): Promise<Position> {
    const { start, last } = this;
    if (compareEventIds(id, start) < 0) return { known: false, resumeAfter: start };
    if (compareEventIds(id, last) > 0) return { known: false, resumeAfter: last };
    if (id === start || id === last || this.#unstored().some((logged) => logged.id === id))
      return { known: true };
    if (await this.store.has(id)) return { known: true };
    // An id of an earlier run that went out live and could not be kept.
    const [next] = await this.store.read({ after: id, limit: 1 });
    return { known: false, resumeAfter: next ? (String(Number(next.id) - 1) as EventId) : this.last };
  }

  override loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.store.loadCheckpoint(name);
  }

  override saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    return this.store.saveCheckpoint(name, checkpoint);
  }

  override async flush(): Promise<void> {
    while (this.#queue.length > 0 && !this.#outage) await (this.#working ?? this.#work());
  }

  override async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    await this.#working;
    if (this.#queue.length > 0) await this.#commitNext();
    if (this.#queue.length > 0) this.#logger.error(`${this.#queue.length} events could not be stored`);
    await this.store.close();
  }

  get #opened(): StoreState {
    if (!this.#state) throw new Error('The event log is not open yet');
    return this.#state;
  }

  #schedule(): void {
    if (this.#working) return;
    // The next turn of the event loop: everything published in this one is committed together.
    this.#working = new Promise((resolve) => {
      setImmediate(() => resolve(this.#work()));
    });
  }

  async #work(): Promise<void> {
    if (this.#outage) this.#deliver(this.#queue);
    while (this.#queue.length > 0 && !this.#outage && (await this.#commitNext()));
    this.#working = undefined;
  }

  /** Stores the head of the queue, and hands out what had not gone out yet. */
  async #commitNext(): Promise<boolean> {
    const batch = this.#queue.slice(0, BATCH_EVENTS);
    this.#inFlight = batch.length;
    try {
      await this.store.append(batch);
    } catch (error) {
      this.#enterOutage(error);
      return false;
    } finally {
      this.#inFlight = 0;
    }
    this.#queue.splice(0, batch.length);
    this.#deliver(batch);
    return true;
  }

  /** Hands out what had not gone out yet. */
  #deliver(events: readonly LoggedEvent[]): void {
    const { last: after } = this.#opened;
    const fresh = events.filter(({ id }) => compareEventIds(id, after) > 0);
    const last = fresh.at(-1)?.id;
    if (!last) return;
    this.#opened.last = last;
    this.#onCommit({ after, last, events: fresh });
  }

  /** Events that went out live and are not in the store yet. */
  #unstored(): LoggedEvent[] {
    if (!this.#outage) return [];
    return this.#queue.filter(({ id }) => compareEventIds(id, this.last) <= 0);
  }

  #enterOutage(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (!this.#outage) {
      this.#outage = { since: Date.now(), lost: 0 };
      this.#logger.error(`The event log cannot commit: ${message}. Events go out live and wait in memory.`);
      this.#appendOwn({ type: 'log:degraded', data: { error: message } });
    }
    this.#deliver(this.#queue);
    if (this.#closing) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#recover(), RETRY_MS);
    this.#retry.unref();
  }

  async #recover(): Promise<void> {
    this.#working = this.#storeBacklog();
    await this.#working;
    this.#working = undefined;
    if (this.#queue.length > 0) this.#schedule();
  }

  async #storeBacklog(): Promise<void> {
    while (this.#queue.length > 0) if (!(await this.#commitNext())) return;
    const { since, lost } = this.#outage ?? { since: Date.now(), lost: 0 };
    this.#outage = undefined;
    const durationMs = Date.now() - since;
    this.#logger.log(`The event log commits again after ${durationMs} ms; ${lost} events were lost`);
    this.#appendOwn({ type: 'log:recovered', data: { durationMs, lost } });
  }

  #appendOwn(event: Pick<UncommittedEvent, 'type' | 'data'>): void {
    const stamp = { sessionId: '', tenantId: '', timestamp: new Date().toISOString() };
    if (this.#ids)
      this.#queue.push(LoggedEvent.number(this.#ids.next(), { ...stamp, ...event } as UncommittedEvent));
  }

  #letGoOldest(): void {
    if (!this.#outage)
      this.#enterOutage(new Error(`${QUEUE_EVENTS} events wait for a store that does not answer`));
    this.#deliver(this.#queue);
    const lost = this.#queue.splice(this.#inFlight, BATCH_EVENTS).length;
    if (this.#outage) this.#outage.lost += lost;
  }
}
