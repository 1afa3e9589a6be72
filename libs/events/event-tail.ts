import { Injectable } from '@nestjs/common';
import { BehaviorSubject, ReplaySubject, Subject, switchAll, type Observable } from 'rxjs';
import { compareEventIds, type EventId, type UncommittedEvent } from '#contract';
import { consecutive, type EventBatch } from './encoding/event-batch.ts';

/** Number of batches that the tail keeps for subscribers that are slightly behind. */
const TAIL_BATCHES = 96;

/**
 * The live end of the log. A subscriber first gets the batches that the tail still holds, and then each new batch when
 * it is committed. Older events are read from the log. Each batch names the position before it, so a reader can detect
 * a gap.
 */
@Injectable()
export class EventTail {
  /** The tail; another one takes its place when what it holds is forgotten. */
  readonly #tails = new BehaviorSubject(new ReplaySubject<EventBatch>(TAIL_BATCHES));
  readonly #notices = new Subject<UncommittedEvent>();
  #outage: UncommittedEvent | undefined;
  /** The batches in the tail, cached from the first call of `since` until the next batch. */
  #held: EventBatch[] | undefined;

  /** Completes when the log closes, after the last batch. */
  get batches(): Observable<EventBatch> {
    return this.#tails.pipe(switchAll());
  }

  /** Events about the log that are not committed yet. They are committed later, and are then in a batch. */
  get notices(): Observable<UncommittedEvent> {
    return this.#notices.asObservable();
  }

  /** The notice that the log cannot commit, for as long as it cannot. */
  get outage(): UncommittedEvent | undefined {
    return this.#outage;
  }

  /**
   * The batches after a position, up to the next events that could not be kept. Undefined when the tail no longer
   * reaches back to the position.
   */
  since(position: EventId): EventBatch[] | undefined {
    this.#held ??= this.#readHeld();
    const from = this.#held.findIndex((batch) => compareEventIds(batch.last, position) > 0);
    const first = this.#held[from];
    return first && compareEventIds(first.after, position) <= 0
      ? consecutive(this.#held.slice(from))
      : undefined;
  }

  push(batch: EventBatch): void {
    this.#held = undefined;
    this.#tails.value.next(batch);
  }

  /** Drops what the tail holds, so that it is read from the log, which has changed. Subscribers miss nothing. */
  forget(): void {
    this.#held = undefined;
    this.#tails.next(new ReplaySubject<EventBatch>(TAIL_BATCHES));
  }

  notify(event: UncommittedEvent): void {
    this.#outage = event.type === 'log:degraded' ? event : undefined;
    this.#notices.next(event);
  }

  /** Completes the tail: no further batch comes. */
  complete(): void {
    this.#notices.complete();
    this.#tails.value.complete();
    this.#tails.complete();
  }

  #readHeld(): EventBatch[] {
    const held: EventBatch[] = [];
    this.#tails.value.subscribe((batch) => void held.push(batch)).unsubscribe();
    return held;
  }
}
