import {
  compareEventIds,
  isUnfiltered,
  type EventFilter,
  type EventId,
  type HelloFrame,
  type StatsSnapshot,
} from '#contract';
import { eventFrames, type EventBatch, type FramePage, type LoggedEvent } from '#events';
import type { Flush } from './flush.ts';
import { gapFrame, HEARTBEAT, helloFrame } from './frames.ts';
import type { StreamWriter } from './stream-writer.ts';

/**
 * A client and how far it has been told: each frame that is written moves its position on. What is told
 * returns false when the client should be fed no more for now.
 */
export class ToldClient {
  /** Whoever has the same key is sent the same. */
  readonly #filterKey: string;
  readonly #isUnfiltered: boolean;
  #position: EventId;

  constructor(
    readonly filter: EventFilter,
    private readonly writer: StreamWriter,
    /** A fresh snapshot of what the client may see. */
    private readonly snapshot: () => StatsSnapshot,
    position: EventId,
  ) {
    this.#filterKey = JSON.stringify(filter);
    this.#isUnfiltered = isUnfiltered(filter);
    this.#position = position;
  }

  /** The client has everything up to this id that it wants, or knows that it cannot have it. */
  get position(): EventId {
    return this.#position;
  }

  /** Whether the client has been told up to a position, or beyond. */
  hasPassed(position: EventId): boolean {
    return compareEventIds(position, this.#position) <= 0;
  }

  /** Greets it; it is told what comes after `position`. */
  greet(hello: Pick<HelloFrame, 'instance' | 'complete'>, position: EventId): void {
    const { instance, complete } = hello;
    const stats = this.snapshot();
    this.writer.write(helloFrame({ instance, complete, filtered: !this.#isUnfiltered, stats }));
    this.#position = position;
  }

  tellEvents(events: readonly LoggedEvent[]): boolean {
    this.advance(events.at(-1)?.id);
    return this.writer.write(eventFrames(events));
  }

  tellPage({ frames, last, release }: FramePage): boolean {
    this.advance(last);
    return this.writer.write(frames, release);
  }

  /** Tells what it has not been told of consecutive batches, until it should be fed no more. */
  tellBatches(batches: readonly EventBatch[]): boolean {
    return batches.every((batch) => this.#tellBatch(batch));
  }

  /** Tells what it has not been told of a flush, which begins at or before its position. */
  tellFlush(flush: Flush): boolean {
    if (flush.after !== this.#position) return this.tellBatches(flush.batches);
    const frames = flush.framesFor(this.filter, this.#filterKey);
    this.#position = flush.last;
    return frames === undefined || this.writer.writeShared(frames);
  }

  /** Says that what lies between its position and `resumedAfter` can no longer be told. */
  reportGap(resumedAfter: EventId): void {
    this.writer.write(gapFrame({ requested: this.#position, resumedAfter, stats: this.snapshot() }));
    this.#position = resumedAfter;
  }

  beat(): void {
    this.writer.write(HEARTBEAT);
  }

  /** There is nothing for it up to here. */
  advance(to: EventId | undefined): void {
    if (to !== undefined && !this.hasPassed(to)) this.#position = to;
  }

  #tellBatch(batch: EventBatch): boolean {
    const position = this.#position;
    this.advance(batch.last);
    const isWhole = batch.after === position && this.#isUnfiltered;
    if (isWhole) return this.writer.writeShared(batch.frames);
    return this.writer.write(batch.framesFor(this.filter, position));
  }
}
