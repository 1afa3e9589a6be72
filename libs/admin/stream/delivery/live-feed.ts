import { Subject } from 'rxjs';
import type { EventBatch, EventTail } from '#events';
import type { BatchFrames } from '../framing/shared-frames.ts';
import { Flush } from './flush.ts';
import { FlushPace, type FlushBounds } from './flush-pace.ts';
import type { StreamSubscriber } from './stream-subscriber.ts';

/** Hands committed batches, joined into flushes, to all subscribers that have caught up. */
export class LiveFeed {
  readonly #subscribers = new Set<StreamSubscriber>();
  readonly #pace: FlushPace;
  /** The duration of each flush, in milliseconds. */
  readonly flushed = new Subject<number>();
  #pending: EventBatch[] = [];
  #isDue = false;

  constructor(
    tail: EventTail,
    private readonly batchFrames: BatchFrames,
    bounds: FlushBounds,
  ) {
    this.#pace = new FlushPace(bounds);
    tail.batches.subscribe((batch) => this.#add(batch));
  }

  /** Number of subscribers that have caught up. */
  get size(): number {
    return this.#subscribers.size;
  }

  join(subscriber: StreamSubscriber): void {
    this.#subscribers.add(subscriber);
  }

  leave(subscriber: StreamSubscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** Hands over what waits, now. */
  flush(): void {
    const [first, ...others] = this.#pending;
    this.#pending = [];
    this.#isDue = false;
    if (!first) return;
    const flush = new Flush([first, ...others], this.batchFrames);
    const size = { subscribers: this.#subscribers.size, events: flush.eventCount };
    const began = performance.now();
    this.#pace.measure(size, () => {
      for (const subscriber of this.#subscribers) subscriber.take(flush);
    });
    this.flushed.next(performance.now() - began);
  }

  #add(batch: EventBatch): void {
    if (this.#subscribers.size === 0 && !this.#isDue) return;
    this.#pending.push(batch);
    if (this.#isDue) return;
    this.#isDue = true;
    const { waitMs } = this.#pace;
    if (waitMs === 0) setImmediate(() => this.flush());
    else setTimeout(() => this.flush(), waitMs).unref();
  }
}
