import { isUnfiltered, type EventFilter, type EventId } from '#contract';
import type { EventBatch } from '#events';
import { SharedFrames, type BatchFrames } from '../framing/shared-frames.ts';

/** The batches that were committed since the last flush, framed once for each filter in use. */
export class Flush {
  readonly after: EventId;
  readonly last: EventId;
  readonly #frames = new Map<string, SharedFrames | undefined>();

  constructor(
    readonly batches: readonly [EventBatch, ...EventBatch[]],
    private readonly batchFrames: BatchFrames,
  ) {
    this.after = batches[0].after;
    this.last = (batches.at(-1) ?? batches[0]).last;
  }

  get eventCount(): number {
    return this.batches.reduce((sum, { count }) => sum + count, 0);
  }

  /** The frames of the events that match a filter; undefined when there are none. `key` identifies the filter. */
  framesFor(filter: EventFilter, key: string): SharedFrames | undefined {
    if (this.#frames.has(key)) return this.#frames.get(key);
    const frames = isUnfiltered(filter) ? this.#allFrames() : this.#matchingFrames(filter);
    this.#frames.set(key, frames);
    return frames;
  }

  #allFrames(): SharedFrames {
    const [first, ...others] = this.batches;
    if (others.length === 0) return this.batchFrames.of(first);
    return SharedFrames.of(this.batches.map(({ encoded }) => encoded));
  }

  #matchingFrames(filter: EventFilter): SharedFrames | undefined {
    const parts = this.batches.map(({ encoded, after }) => encoded.select(filter, after));
    return parts.some(({ count }) => count > 0) ? SharedFrames.of(parts) : undefined;
  }
}
