import type { EventId } from '#contract';
import { consecutive, type EncodedEvents, type EventBatch } from '#events';
import type { EventView } from '../framing/event-view.ts';
import { SharedFrames, type BatchFrames } from '../framing/shared-frames.ts';

/** What is sent to clients with one view. */
export interface ShownEvents {
  parts: readonly EncodedEvents[];
  frames: SharedFrames;
}

/** The batches that were committed since the last flush, framed once for each view in use. */
export class Flush {
  readonly after: EventId;
  readonly last: EventId;
  /** Whether no event is missing between the batches. */
  readonly isConsecutive: boolean;
  readonly #shown = new Map<EventView, ShownEvents | undefined>();

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

  /** What is sent to clients with this view; undefined when there is nothing. */
  shownTo(view: EventView): ShownEvents | undefined {
    if (this.#shown.has(view)) return this.#shown.get(view);
    const shown = view.isWhole ? this.#all() : this.#selectedFor(view);
    this.#shown.set(view, shown);
    return shown;
  }

  #all(): ShownEvents {
    const [first, ...others] = this.batches;
    const parts = this.batches.map(({ encoded }) => encoded);
    return { parts, frames: others.length === 0 ? this.batchFrames.of(first) : SharedFrames.of(parts) };
  }

  #selectedFor(view: EventView): ShownEvents | undefined {
    const parts = this.batches.map(({ encoded, after }) => view.select(encoded, after));
    return parts.some(({ count }) => count > 0) ? { parts, frames: SharedFrames.of(parts) } : undefined;
  }
}
