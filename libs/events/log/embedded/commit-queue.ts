import { Logger } from '@nestjs/common';
import { compareEventIds, type EventDraft, type EventId, type UncommittedEvent } from '#contract';
import { EventMatcher } from '../../encoding/event-matcher.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { LogListener, RangeRequest } from '../event-log.ts';
import type { LostRanges } from '../losses/lost-ranges.ts';
import { CommitPace } from './commit-pace.ts';
import { Delivery } from '../delivery.ts';
import type { EventStore } from './event-store.ts';
import { IdSequence } from './id-sequence.ts';
import { selectEvents, type Extent } from './ordered-events.ts';
import { Outage } from '../outage.ts';
import { QUEUE_EVENTS } from '../queue-bound.ts';
import { StallWatch } from './stall-watch.ts';
import { WaitingEvents, type Commit } from './waiting-events.ts';

/** Maximum number of events per commit. When this many wait, the next commit begins without a pause. */
const COMMIT_EVENTS = 512;
/** Milliseconds between two attempts to reach a store that failed. */
const RETRY_MS = 1_000;
/** What becomes of events while the store fails. */
const MEANWHILE = 'Events go out live and wait in memory.';

/**
 * The one queue between publishers and the store. Events are numbered in the order in which they are appended. Events
 * that arrive during a commit, or in the pause after it, belong to the next commit.
 *
 * While the store fails, events are delivered live from the queue and stay in it until the store has them.
 * `log:degraded` and `log:recovered` mark the beginning and end of that time. Only the events that the queue had to
 * drop are lost.
 */
export class CommitQueue {
  readonly #logger = new Logger('EventLog');
  readonly #waiting: WaitingEvents;
  readonly #delivery: Delivery;
  readonly #pace: CommitPace;
  readonly #stall = new StallWatch((error) => this.#beginOutage(error));
  #working: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #deliverySoon: NodeJS.Immediate | undefined;
  #outage: Outage | undefined;
  /** The id of the last event that somebody waits for. */
  #awaited: EventId;
  #isClosing = false;
  #isAnnouncing = false;
  #hasDropped = false;

  /** `last` is the id of the last event in the store; `lost` records the events that the queue drops. */
  constructor(
    private readonly store: EventStore,
    last: EventId,
    private readonly listener: LogListener,
    lost: LostRanges,
  ) {
    const { refused } = listener;
    this.#awaited = last;
    this.#waiting = new WaitingEvents({ last, ids: new IdSequence(last), lost, refused });
    this.#delivery = new Delivery(last, listener.committed);
    this.#pace = new CommitPace(store.pauseMs, () => void this.#commit());
  }

  /** The id of the last event that was delivered. */
  get lastDelivered(): EventId {
    return this.#delivery.last;
  }

  get isDegraded(): boolean {
    return this.#outage !== undefined;
  }

  /** Number of events that are not in the store yet. */
  get waiting(): number {
    return this.#waiting.count;
  }

  /** The id of the last event that has left the queue. The store holds no later one. */
  get lastStored(): EventId {
    return this.#waiting.before;
  }

  /** Whether some events were delivered live and are not in the store yet. */
  get hasUnstored(): boolean {
    return this.#outage !== undefined && this.#unstored.to > 0;
  }

  /** Reads events that were delivered live and are not in the store yet. */
  readUnstored({ filter, ...range }: RangeRequest): LoggedEvent[] {
    const matcher = EventMatcher.for(filter, this.listener.findSession);
    return selectEvents(this.#waiting.all, this.#unstored, range, matcher).events;
  }

  append(event: UncommittedEvent): void {
    // A closing queue still commits the event that announces the end of an outage.
    if (this.#isClosing && !this.#isAnnouncing) return this.#drop(event);
    if (this.#waiting.isFull) this.#makeRoom();
    this.#waiting.push(event);
    if (this.#outage) this.#deliverSoon();
    if (!this.#working && !this.#retry) this.#pace.soon();
  }

  /** Resolves when everything appended so far is delivered: after its commit, or live if the store fails or stalls. */
  async flush(): Promise<void> {
    const newest = this.#waiting.all.at(-1);
    if (!newest) return;
    this.#awaited = newest.id;
    if (this.#outage) this.#delivery.deliver(this.#waiting.all);
    else void this.#commit();
    await this.#delivery.reached(newest.id);
  }

  /** Accepts no more events, and tries once more to store the waiting ones. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#retry);
    clearImmediate(this.#deliverySoon);
    if (this.#waiting.count > 0)
      do await this.#commit();
      while (this.#waiting.count > 0 && !this.#outage);
    clearTimeout(this.#retry);
    this.#pace.cancel();
    this.#stall.close();
    if (this.#waiting.count > 0) this.#logger.error(`${this.#waiting.count} events could not be stored`);
  }

  get #unstored(): Extent {
    return { from: 0, to: this.#outage ? this.#delivery.deliveredOf(this.#waiting.all) : 0 };
  }

  /** Commits the waiting events. If commits are already running, resolves when they end. */
  #commit(): Promise<void> {
    this.#working ??= this.#work();
    return this.#working;
  }

  async #work(): Promise<void> {
    do {
      if (await this.#commitNext()) continue;
      this.#retry = setTimeout(() => {
        this.#retry = undefined;
        void this.#commit();
      }, RETRY_MS).unref();
      break;
    } while (this.#isPressing);
    this.#working = undefined;
    if (this.#waiting.count === 0) this.#endOutage();
    else if (!this.#retry) this.#pace.soon();
  }

  /** Whether the next commit should begin without a pause. */
  get #isPressing(): boolean {
    const { count, before } = this.#waiting;
    if (count === 0) return false;
    const isAwaited = compareEventIds(before, this.#awaited) < 0;
    return count >= COMMIT_EVENTS || isAwaited || this.#isClosing || this.#outage !== undefined;
  }

  /**
   * Stores the head of the queue, and delivers the events that were not delivered yet. Resolves with whether this
   * succeeded.
   */
  async #commitNext(): Promise<boolean> {
    const commit = this.#waiting.take(COMMIT_EVENTS);
    this.#pace.begun();
    this.#stall.begin();
    try {
      if (commit.events.length + commit.lost.length > 0) await this.#store(commit);
    } catch (error) {
      this.#waiting.failed();
      this.#beginOutage(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      this.#stall.end();
    }
    this.#waiting.stored(commit);
    this.#delivery.deliver(commit.events);
    return true;
  }

  /** Stores a commit, and tells how long that took. */
  async #store({ events, lost }: Commit): Promise<void> {
    const began = performance.now();
    let isStored = false;
    try {
      await this.store.append(events, lost);
      isStored = true;
    } finally {
      this.listener.attempted?.({ durationMs: performance.now() - began, isStored });
    }
  }

  #deliverSoon(): void {
    this.#deliverySoon ??= setImmediate(() => {
      this.#deliverySoon = undefined;
      this.#delivery.deliver(this.#waiting.all);
    });
  }

  #beginOutage(error: string): void {
    if (!this.#outage) {
      this.#outage = new Outage(error, MEANWHILE);
      this.#announce(this.#outage.degraded);
    }
    this.#delivery.deliver(this.#waiting.all);
  }

  #endOutage(): void {
    const outage = this.#outage;
    if (!outage) return;
    this.#outage = undefined;
    this.#announce(outage.end());
    void this.#commit();
  }

  /** An event came too late, such as from a provider of the application that ends after the log. */
  #drop({ type }: UncommittedEvent): void {
    if (!this.#hasDropped)
      this.#logger.warn(`An event of type "${type}" was published after the log was closed, and dropped`);
    this.#hasDropped = true;
  }

  /** Publishes an event about the log, which comes back through `append` before this returns. */
  #announce(draft: EventDraft): void {
    this.#isAnnouncing = true;
    this.listener.publish(draft);
    this.#isAnnouncing = false;
  }

  /** Drops the oldest events, after they were delivered live. */
  #makeRoom(): void {
    this.#beginOutage(`${QUEUE_EVENTS} events wait for it`);
    // The event that announces a new outage may have made room already.
    if (!this.#waiting.isFull) return;
    const dropped = this.#waiting.dropOldest();
    this.listener.dropped?.(dropped);
    if (this.#outage) this.#outage.lost += dropped;
  }
}
