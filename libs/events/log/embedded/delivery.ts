import { compareEventIds, type EventId } from '#contract';
import { EventBatch } from '../../encoding/event-batch.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';

/** Maximum number of events of a batch: the live tail counts its memory in batches. */
const BATCH_EVENTS = 128;

/** Delivers each event once, in the order of the log. */
export class Delivery {
  #last: EventId;

  /** `last` is the id of the last event that was delivered before. */
  constructor(
    last: EventId,
    private readonly committed: (batch: EventBatch) => void,
  ) {
    this.#last = last;
  }

  /** The id of the last event that was delivered. */
  get last(): EventId {
    return this.#last;
  }

  /** Delivers those of the events that were not delivered yet. */
  deliver(events: readonly LoggedEvent[]): void {
    const count = events.length;
    for (let first = this.deliveredOf(events); first < count; first += BATCH_EVENTS) {
      const batch = new EventBatch(this.#last, events.slice(first, Math.min(first + BATCH_EVENTS, count)));
      this.#last = batch.last;
      this.committed(batch);
    }
  }

  /** How many of the events were delivered. The search begins at the end, where the answer is near. */
  deliveredOf(events: readonly LoggedEvent[]): number {
    const [first] = events;
    if (first && compareEventIds(first.id, this.#last) > 0) return 0;
    return events.findLastIndex(({ id }) => compareEventIds(id, this.#last) <= 0) + 1;
  }
}
