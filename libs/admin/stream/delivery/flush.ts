import type { EventId } from '#contract';
import { consecutive, type EventBatch, type EventMatcher } from '#events';
import { SharedFrames, type BatchFrames } from '../framing/shared-frames.ts';

/** The batches that were committed since the last flush, framed once for each filter in use. */
export class Flush {
  readonly after: EventId;
  readonly last: EventId;
  /** Whether no event is missing between the batches. */
  readonly isConsecutive: boolean;
  readonly #frames = new Map<string, SharedFrames | undefined>();

  constructor(
    readonly batches: readonly [EventBatch, ...EventBatch[]],
    private readonly batchFrames: BatchFrames,
  ) {
    this.after = batches[0].after;
    this.last = (batches.at(-1) ?? batches[0]).last;
    this.isConsecutive = consecutive(batches).length === batches.length;
  }

  get eventCount(): number {
    return this.batches.reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * The frames of the events that match, or of all of them without a matcher; undefined when there are none. `key`
   * identifies the filter.
   */
  framesFor(matcher: EventMatcher | undefined, key: string): SharedFrames | undefined {
    if (this.#frames.has(key)) return this.#frames.get(key);
    const frames = matcher ? this.#matchingFrames(matcher) : this.#allFrames();
    this.#frames.set(key, frames);
    return frames;
  }

  #allFrames(): SharedFrames {
    const [first, ...others] = this.batches;
    if (others.length === 0) return this.batchFrames.of(first);
    return SharedFrames.of(this.batches.map(({ encoded }) => encoded));
  }

  #matchingFrames(matcher: EventMatcher): SharedFrames | undefined {
    const parts = this.batches.map(({ encoded, after }) => encoded.select(matcher, after));
    return parts.some(({ count }) => count > 0) ? SharedFrames.of(parts) : undefined;
  }
}
