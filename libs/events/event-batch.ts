import { compareEventIds, type EventFilter, type EventId } from '#contract';
import { eventFrames } from './event-frames.ts';
import { FrameMatcher } from './frame-matcher.ts';
import { partsOf, splitFrames } from './frame-text.ts';
import { LoggedEvent } from './logged-event.ts';
import { SharedFrames } from './shared-frames.ts';

/**
 * Events that were committed together, in the order of the log. They are at hand while everybody is told; what is
 * kept of them then is bytes, as streams send them, and nothing that a collector would have to look through.
 */
export class EventBatch {
  /** The id of the last event. */
  readonly last: EventId;
  readonly count: number;
  readonly frames: SharedFrames;
  #events: readonly LoggedEvent[] | undefined;

  constructor(
    /** The position before the first event of the batch: the last id of the batch before it. */
    readonly after: EventId,
    events: readonly LoggedEvent[],
  ) {
    this.last = events.at(-1)?.id ?? after;
    this.count = events.length;
    this.frames = SharedFrames.of(eventFrames(events));
    this.#events = events;
  }

  get events(): readonly LoggedEvent[] {
    return this.#events ?? splitFrames(this.#text).map((frame) => LoggedEvent.stored(frame));
  }

  /** The frames of the events that a filter wants, of those that come after a position. */
  framesFor(filter: EventFilter, after: EventId): string {
    const text = this.#text;
    const wanted = FrameMatcher.for(filter)?.select(text) ?? splitFrames(text);
    if (after === this.after) return wanted.join('');
    return wanted.filter((frame) => compareEventIds(partsOf(frame).id, after) > 0).join('');
  }

  /** Everybody has been told. */
  settle(): void {
    for (const event of this.#events ?? []) event.settle();
    this.#events = undefined;
  }

  get #text(): string {
    return this.frames.bytes.toString();
  }
}
