import { compareEventIds, type EventId } from '#contract';
import { EventBatch } from '../event-batch.ts';
import type { LoggedEvent } from '../logged-event.ts';

/** The most events of one batch: the live tail counts its memory in batches. */
const BATCH_EVENTS = 128;

/** Hands out each event once, in the order of the log. */
export class Delivery {
  #last: EventId;

  /** `last` is the id of the last event that was handed out before. */
  constructor(
    last: EventId,
    private readonly onCommit: (batch: EventBatch) => void,
  ) {
    this.#last = last;
  }

  /** The id of the last event that was handed out. */
  get last(): EventId {
    return this.#last;
  }

  /** Hands out those of the events that had not gone out yet. */
  deliver(events: readonly LoggedEvent[]): void {
    const count = events.length;
    for (let first = this.toldOf(events); first < count; first += BATCH_EVENTS) {
      const batch = new EventBatch(this.#last, events.slice(first, Math.min(first + BATCH_EVENTS, count)));
      this.#last = batch.last;
      this.onCommit(batch);
    }
  }

  /** How many of the events have gone out: looked for from the end, where it is near. */
  toldOf(events: readonly LoggedEvent[]): number {
    const [first] = events;
    if (first && compareEventIds(first.id, this.#last) > 0) return 0;
    return events.findLastIndex(({ id }) => compareEventIds(id, this.#last) <= 0) + 1;
  }
}
