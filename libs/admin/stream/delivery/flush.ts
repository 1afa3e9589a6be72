import type { EventId } from '#contract';
import { consecutive, type EventBatch } from '#events';
import type { EventView } from '../framing/event-view.ts';
import { SharedFrames, type BatchFrames } from '../framing/shared-frames.ts';

/** The batches that were committed since the last flush, framed once for each view in use. */
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

  /** The frames of what is sent to clients with this view; undefined when there is nothing. */
  framesFor(view: EventView): SharedFrames | undefined {
    if (this.#frames.has(view.key)) return this.#frames.get(view.key);
    const frames = view.isWhole ? this.#allFrames() : this.#framesOf(view);
    this.#frames.set(view.key, frames);
    return frames;
  }

  #allFrames(): SharedFrames {
    const [first, ...others] = this.batches;
    if (others.length === 0) return this.batchFrames.of(first);
    return SharedFrames.of(this.batches.map(({ encoded }) => encoded));
  }

  #framesOf(view: EventView): SharedFrames | undefined {
    const parts = this.batches.map(({ encoded, after }) => view.select(encoded, after));
    return parts.some(({ count }) => count > 0) ? SharedFrames.of(parts) : undefined;
  }
}
