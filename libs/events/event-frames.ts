import { compareEventIds, type EventId } from '#contract';
import type { LoggedEvent } from './logged-event.ts';

/** Events after one position and up to another, as the stream sends them. */
export interface FramePage {
  /** Whole frames of Server-Sent Events, oldest first, in UTF-8. */
  frames: Uint8Array;
  /**
   * How far the page reaches: the id of its last event, or a position beyond it up to which there is nothing more;
   * undefined when there is neither.
   */
  last: EventId | undefined;
  /** Whether the page has ended because it was full, or work enough for once: more may follow after `last`. */
  isFull: boolean;
  /**
   * Gives the memory of the frames back, where they have some of their own; they are gone then. Call it once they
   * have left: counted as memory that only a collection frees, large pages would ask for one again and again.
   */
  release?: () => void;
}

/** The frames of events, oldest first, as one text. */
export function eventFrames(events: readonly LoggedEvent[]): string {
  return events.map(({ frame }) => frame).join('');
}

/** The page of the first `limit` events after a position, with what lies beyond `upTo` left out. */
export function framePageOf(events: readonly LoggedEvent[], limit: number, upTo: EventId): FramePage {
  const within = events.filter(({ id }) => compareEventIds(id, upTo) <= 0);
  return {
    frames: Buffer.from(eventFrames(within)),
    last: within.at(-1)?.id,
    isFull: within.length === limit,
  };
}
