import { Injectable } from '@nestjs/common';
import { ReplaySubject, type Observable } from 'rxjs';
import { compareEventIds, type EventId } from '#contract';
import type { EventBatch } from './encoding/event-batch.ts';

/** Batches that the tail holds for those who come a little late. */
const TAIL_BATCHES = 96;

/**
 * The live end of the log: a subscriber first gets the batches that the tail still holds, and then
 * each one as it is committed. What is older is read from the log; each batch says after which
 * position it begins, so that a reader knows whether anything lies between.
 */
@Injectable()
export class EventTail {
  readonly #batches = new ReplaySubject<EventBatch>(TAIL_BATCHES);
  /** What the tail holds, once somebody has asked for it, and until the next batch. */
  #held: EventBatch[] | undefined;

  /** Completes when the application shuts down, after the last batch. */
  get batches(): Observable<EventBatch> {
    return this.#batches.asObservable();
  }

  /** The batches after a position; undefined when the tail no longer reaches back to it. */
  since(position: EventId): EventBatch[] | undefined {
    this.#held ??= this.#readHeld();
    const from = this.#held.findIndex((batch) => compareEventIds(batch.last, position) > 0);
    const first = this.#held[from];
    return first && compareEventIds(first.after, position) <= 0 ? this.#held.slice(from) : undefined;
  }

  push(batch: EventBatch): void {
    this.#held = undefined;
    this.#batches.next(batch);
  }

  /** Ends all streams. */
  complete(): void {
    this.#batches.complete();
  }

  #readHeld(): EventBatch[] {
    const held: EventBatch[] = [];
    this.#batches.subscribe((batch) => void held.push(batch)).unsubscribe();
    return held;
  }
}
