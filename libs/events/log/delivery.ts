import { compareEventIds, type EventId } from '#contract';
import { EventBatch } from '../encoding/event-batch.ts';
import type { LoggedEvent } from '../encoding/logged-event.ts';

/** Maximum number of events per batch: the live tail is bounded in batches. */
const BATCH_EVENTS = 128;

/** Delivers each event once, in the order of the log. */
export class Delivery {
  #last: EventId;
  /** Resolves when the delivery has moved on. Exists while somebody waits for it. */
  #moved: PromiseWithResolvers<void> | undefined;

  /** `last` is the id of the last event that was delivered earlier. */
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

  /** Delivers the events that were not delivered yet. */
  deliver(events: readonly LoggedEvent[]): void {
    const count = events.length;
    for (let first = this.deliveredOf(events); first < count; first += BATCH_EVENTS) {
      const batch = new EventBatch(this.#last, events.slice(first, Math.min(first + BATCH_EVENTS, count)));
      this.#last = batch.last;
      this.committed(batch);
    }
    this.#tellMoved();
  }

  /** Resolves once the event with this id was delivered. Rejects with the reason of `late` if that aborts before. */
  async reached(id: EventId, late?: AbortSignal): Promise<void> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    // Whoever waits gets the reason.
    tooLate.catch(() => undefined);
    late?.addEventListener('abort', () => reject(late.reason), { once: true });
    while (compareEventIds(this.#last, id) < 0) {
      this.#moved ??= Promise.withResolvers();
      await Promise.race([this.#moved.promise, tooLate]);
    }
  }

  /** Moves on over events that cannot be delivered. */
  skipTo(position: EventId): void {
    this.#last = position;
    this.#tellMoved();
  }

  /** Number of events that were delivered. Searches from the end, because the answer is usually near it. */
  deliveredOf(events: readonly LoggedEvent[]): number {
    const [first] = events;
    if (first && compareEventIds(first.id, this.#last) > 0) return 0;
    return events.findLastIndex(({ id }) => compareEventIds(id, this.#last) <= 0) + 1;
  }

  #tellMoved(): void {
    this.#moved?.resolve();
    this.#moved = undefined;
  }
}
