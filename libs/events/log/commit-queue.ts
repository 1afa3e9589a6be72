import { Logger } from '@nestjs/common';
import { compareEventIds, type EventId, type UncommittedEvent } from '#contract';
import { LoggedEvent, type EventBatch } from '../logged-event.ts';
import type { EventStore } from './event-store.ts';
import { IdSequence } from './id-sequence.ts';
import type { LostRange, LostRanges } from './lost-ranges.ts';

/** The most events that are committed together. */
const BATCH_EVENTS = 128;
/** Events that may wait for a store that stalls or fails; then the oldest are let go. */
const QUEUE_EVENTS = 100_000;
/** Events that are let go at a time. */
const LET_GO_EVENTS = 500;
/** Milliseconds between two tries to reach a store that failed. */
const RETRY_MS = 1_000;
/** Milliseconds after which a store that has not answered counts as failed; it may still come back. */
const STALLED_MS = 5_000;

/**
 * The one queue between those who publish and the store. Events are numbered as they come in, and what
 * arrives while a commit is under way is committed with the next one.
 *
 * While the store fails, events go out live from the queue and stay in it until the store has them:
 * `log:degraded` and `log:recovered` enclose that time, and only what the queue had to let go is lost.
 */
export class CommitQueue {
  readonly #logger = new Logger('EventLog');
  readonly #ids: IdSequence;
  #queue: LoggedEvent[] = [];
  /** How many events at the head of the queue the store is working on. */
  #inFlight = 0;
  #working: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #delivery: NodeJS.Immediate | undefined;
  #outage: { since: number; lost: number } | undefined;
  /** Holes that the store has not been told of. */
  #unrecorded: LostRange[] = [];
  #closing = false;

  /**
   * `last` is the id of the last event in the store; `onCommit` is handed every batch that may be told, and
   * `lost` what the queue has to let go.
   */
  constructor(
    private readonly store: EventStore,
    private last: EventId,
    private readonly onCommit: (batch: EventBatch) => void,
    private readonly lost: LostRanges,
  ) {
    this.#ids = new IdSequence(last);
  }

  /** The id of the last event that was handed out. */
  get lastDelivered(): EventId {
    return this.last;
  }

  get isDegraded(): boolean {
    return this.#outage !== undefined;
  }

  /** Events that went out live and are not in the store yet. */
  get unstored(): LoggedEvent[] {
    return this.#outage ? this.#queue.slice(0, this.#firstFresh(this.#queue)) : [];
  }

  append(event: UncommittedEvent): void {
    if (this.#closing) return;
    if (this.#queue.length >= QUEUE_EVENTS) this.#letGoOldest();
    this.#queue.push(LoggedEvent.number(this.#ids.next(), event));
    if (this.#outage) this.#deliverSoon();
    if (!this.#retry) this.#workSoon();
  }

  /** Resolves when everything appended so far is committed, or cannot be. */
  async flush(): Promise<void> {
    while (this.#queue.length > 0 && !this.#outage) {
      this.#workSoon();
      await this.#working;
    }
  }

  /** Takes no more, and makes a last try to store what waits. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    clearImmediate(this.#delivery);
    if (this.#queue.length > 0) this.#workSoon();
    await this.#working;
    clearTimeout(this.#retry);
    if (this.#queue.length > 0) this.#logger.error(`${this.#queue.length} events could not be stored`);
  }

  #workSoon(): void {
    // The next turn of the event loop: everything published in this one is committed together.
    this.#working ??= new Promise((resolve) => {
      setImmediate(() => resolve(this.#work()));
    });
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) {
      if (await this.#commitNext()) continue;
      this.#retry = setTimeout(() => {
        this.#retry = undefined;
        this.#workSoon();
      }, RETRY_MS).unref();
      break;
    }
    this.#working = undefined;
    if (this.#queue.length === 0) this.#endOutage();
  }

  /** Stores the head of the queue, and hands out what had not gone out yet. */
  async #commitNext(): Promise<boolean> {
    const batch = this.#queue.slice(0, BATCH_EVENTS);
    const lost = this.#unrecorded;
    this.#inFlight = batch.length;
    const stalled = setTimeout(
      () => this.#beginOutage(`it has not answered for ${STALLED_MS} ms`),
      STALLED_MS,
    );
    try {
      await this.store.append(batch, lost);
    } catch (error) {
      this.#beginOutage(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      clearTimeout(stalled);
      this.#inFlight = 0;
    }
    this.#queue.splice(0, batch.length);
    this.#unrecorded = this.#unrecorded.filter((range) => !lost.includes(range));
    this.#deliver(batch);
    return true;
  }

  /** Hands out those of the events that had not gone out yet: in batches, which the live tail counts. */
  #deliver(events: readonly LoggedEvent[]): void {
    const fresh = events.slice(this.#firstFresh(events));
    for (let first = 0; first < fresh.length; first += BATCH_EVENTS) {
      const batch = fresh.slice(first, first + BATCH_EVENTS);
      const { last: after } = this;
      this.last = batch.at(-1)?.id ?? after;
      this.onCommit({ after, last: this.last, events: batch });
    }
  }

  /** The index of the first event that has not gone out: looked for from the end, where it is near. */
  #firstFresh(events: readonly LoggedEvent[]): number {
    const told = events.findLastIndex(({ id }) => compareEventIds(id, this.last) <= 0);
    return told + 1;
  }

  #deliverSoon(): void {
    this.#delivery ??= setImmediate(() => {
      this.#delivery = undefined;
      this.#deliver(this.#queue);
    });
  }

  #beginOutage(error: string): void {
    if (!this.#outage) {
      this.#outage = { since: performance.now(), lost: 0 };
      this.#logger.error(`The event log cannot commit: ${error}. Events go out live and wait in memory.`);
      this.#appendOwn({ type: 'log:degraded', data: { error } });
    }
    this.#deliver(this.#queue);
  }

  #endOutage(): void {
    if (!this.#outage) return;
    const { since, lost } = this.#outage;
    this.#outage = undefined;
    const durationMs = Math.round(performance.now() - since);
    this.#logger.log(`The event log commits again after ${durationMs} ms; ${lost} events were lost`);
    this.#appendOwn({ type: 'log:recovered', data: { durationMs, lost } });
    this.#workSoon();
  }

  #appendOwn(event: Pick<UncommittedEvent, 'type' | 'data'>): void {
    const stamp = { sessionId: '', tenantId: '', timestamp: new Date().toISOString() };
    this.#queue.push(LoggedEvent.number(this.#ids.next(), { ...stamp, ...event } as UncommittedEvent));
  }

  #letGoOldest(): void {
    this.#beginOutage(`${QUEUE_EVENTS} events wait for it`);
    const lost = this.#queue.splice(this.#inFlight, LET_GO_EVENTS);
    const [first] = lost;
    const last = lost.at(-1);
    if (!first || !last) return;
    if (this.#outage) this.#outage.lost += lost.length;
    // Ids are dense within a run; what lies between the first and the last of these was let go before.
    const after = String(Number(first.id) - 1) as EventId;
    this.#unrecorded.push(this.lost.add({ after, last: last.id }));
  }
}
