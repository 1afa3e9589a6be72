import { Logger } from '@nestjs/common';
import type { EventId, UncommittedEvent } from '#contract';
import type { EventBatch } from '../event-batch.ts';
import type { LoggedEvent } from '../logged-event.ts';
import { CommitPace } from './commit-pace.ts';
import { Delivery } from './delivery.ts';
import type { EventStore } from './event-store.ts';
import { IdSequence } from './id-sequence.ts';
import type { LostRanges } from './lost-ranges.ts';
import { Outage } from './outage.ts';
import { StallWatch } from './stall-watch.ts';
import { QUEUE_EVENTS, WaitingEvents } from './waiting-events.ts';

/** The most events that are committed together: more wait for no pause. */
const COMMIT_EVENTS = 512;
/** Milliseconds between two tries to reach a store that failed. */
const RETRY_MS = 1_000;

/**
 * The one queue between those who publish and the store. Events are numbered in the order in which they come in;
 * what arrives during a commit, or in the pause that follows it under load, is committed with the next one.
 *
 * While the store fails, events go out live from the queue and stay in it until the store has them:
 * `log:degraded` and `log:recovered` enclose that time, and only what the queue had to let go is lost.
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
  #closing = false;

  /**
   * `last` is the id of the last event in the store; `onCommit` is handed every batch that may be told, and
   * `lost` what the queue has to let go.
   */
  constructor(
    private readonly store: EventStore,
    last: EventId,
    onCommit: (batch: EventBatch) => void,
    lost: LostRanges,
  ) {
    this.#waiting = new WaitingEvents(new IdSequence(last), lost);
    this.#delivery = new Delivery(last, onCommit);
    this.#pace = new CommitPace(store.pauseMs, () => void this.#commit());
  }

  /** The id of the last event that was handed out. */
  get lastDelivered(): EventId {
    return this.#delivery.last;
  }

  get isDegraded(): boolean {
    return this.#outage !== undefined;
  }

  /** Events that went out live and are not in the store yet. */
  get unstored(): LoggedEvent[] {
    const { all } = this.#waiting;
    return this.#outage ? all.slice(0, this.#delivery.toldOf(all)) : [];
  }

  append(event: UncommittedEvent): void {
    if (this.#closing) return;
    if (this.#waiting.isFull) this.#letGoOldest();
    this.#waiting.push(event);
    if (this.#outage) this.#deliverSoon();
    if (!this.#working && !this.#retry) this.#pace.soon();
  }

  /** Resolves when everything appended so far is committed, or cannot be. No pause is waited for. */
  async flush(): Promise<void> {
    while (this.#waiting.count > 0 && !this.#outage) await this.#commit();
  }

  /** Takes no more, and makes a last try to store what waits. */
  async close(): Promise<void> {
    this.#closing = true;
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

  /** Commits what waits, or follows the commits that are under way to their end. */
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

  /** Whether what waits can wait for no pause. */
  get #isPressing(): boolean {
    const { count } = this.#waiting;
    return count >= COMMIT_EVENTS || (count > 0 && (this.#closing || this.#outage !== undefined));
  }

  /** Stores the head of the queue, and hands out what had not gone out yet. */
  async #commitNext(): Promise<boolean> {
    const commit = this.#waiting.take(COMMIT_EVENTS);
    this.#pace.begun(commit.events.length);
    this.#stall.begin();
    try {
      await this.store.append(commit.events, commit.lost);
    } catch (error) {
      this.#waiting.refused();
      this.#beginOutage(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      this.#stall.end();
    }
    this.#waiting.stored(commit);
    this.#delivery.deliver(commit.events);
    return true;
  }

  #deliverSoon(): void {
    this.#deliverySoon ??= setImmediate(() => {
      this.#deliverySoon = undefined;
      this.#delivery.deliver(this.#waiting.all);
    });
  }

  #beginOutage(error: string): void {
    if (!this.#outage) {
      this.#outage = new Outage(error);
      this.#waiting.push(this.#outage.degraded);
    }
    this.#delivery.deliver(this.#waiting.all);
  }

  #endOutage(): void {
    const outage = this.#outage;
    if (!outage) return;
    this.#outage = undefined;
    this.#waiting.push(outage.end());
    void this.#commit();
  }

  #letGoOldest(): void {
    this.#beginOutage(`${QUEUE_EVENTS} events wait for it`);
    const lost = this.#waiting.letGoOldest();
    if (this.#outage) this.#outage.lost += lost;
  }
}
