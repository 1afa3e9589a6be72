import { isUnfiltered, type EventFilter, type EventId } from '#contract';
import type { EventBatch } from '#events';
import { SharedFrames } from './shared-frames.ts';

/** What was committed since the last flush: encoded once for each filter that somebody has. */
export class Flush {
  readonly after: EventId;
  readonly last: EventId;
  readonly #frames = new Map<string, SharedFrames | undefined>();

  constructor(readonly batches: readonly [EventBatch, ...EventBatch[]]) {
    this.after = batches[0].after;
    this.last = (batches.at(-1) ?? batches[0]).last;
  }

  get eventCount(): number {
    return this.batches.reduce((sum, { count }) => sum + count, 0);
  }

  /** The frames of all events that the filter lets through; undefined when there are none. */
  framesFor(filter: EventFilter, key: string): SharedFrames | undefined {
    if (this.#frames.has(key)) return this.#frames.get(key);
    const pieces = this.batches.map((batch) =>
      isUnfiltered(filter) ? batch.frames : Buffer.from(batch.framesFor(filter, batch.after)),
    );
    const shared = pieces.some(({ length }) => length > 0) ? new SharedFrames(pieces) : undefined;
    this.#frames.set(key, shared);
    return shared;
  }
}
