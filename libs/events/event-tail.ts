import { Injectable } from '@nestjs/common';
import { ReplaySubject, type Observable } from 'rxjs';
import { compareEventIds, type EventId } from '#contract';
import type { EventBatch } from './logged-event.ts';

/** Batches that the tail holds for those who come a little late. */
const TAIL_BATCHES = 256;

/**
 * The live end of the log: a subscriber first gets the batches that the tail still holds, and then
 * each one as it is committed. What is older is read from the log; each batch says after which
 * position it begins, so that a reader knows whether anything lies between.
 */
@Injectable()
export class EventTail {
  readonly #batches = new ReplaySubject<EventBatch>(TAIL_BATCHES);

  /** Completes when the application shuts down, after the last batch. */
  get batches(): Observable<EventBatch> {
    return this.#batches.asObservable();
  }

  /** The batches after a position; undefined when the tail no longer reaches back to it. */
  since(position: EventId): EventBatch[] | undefined {
    const batches: EventBatch[] = [];
    this.#batches
      .subscribe((batch) => {
        if (compareEventIds(batch.last, position) > 0) batches.push(batch);
      })
      .unsubscribe();
    const [first] = batches;
    return first && compareEventIds(first.after, position) <= 0 ? batches : undefined;
  }

  push(batch: EventBatch): void {
    this.#batches.next(batch);
  }

  /** Ends all streams. */
  complete(): void {
    this.#batches.complete();
  }
}
