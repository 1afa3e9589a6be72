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
  #pendingBytes = 0;
  /** The flush at the end of a pause, and the one at the end of this turn of the event loop. */
  #later: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;

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
    const [first, ...others] = this.#take();
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
    if (this.#subscribers.size === 0 && this.#pending.length === 0) return;
    this.#pending.push(batch);
    this.#pendingBytes += batch.encoded.lines.length;
    if (this.#pace.isFull(this.#pendingBytes)) this.#flushAfter(0);
    else if (!this.#soon && !this.#later) this.#flushAfter(this.#pace.waitMs);
  }

  #flushAfter(waitMs: number): void {
    if (waitMs === 0) this.#soon ??= setImmediate(() => this.flush());
    else this.#later = setTimeout(() => this.flush(), waitMs).unref();
  }

  #take(): EventBatch[] {
    const pending = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    clearTimeout(this.#later);
    clearImmediate(this.#soon);
    this.#later = undefined;
    this.#soon = undefined;
    return pending;
  }
}
