import { compareEventIds, type CrowsnestEvent, type EventId } from '#contract';

import { EventRing } from './event-ring.ts';
import type { FeedItem } from './feed-item.ts';

/** The feed's memory: bounded, in the order of the log, nothing twice, holes marked. */
export class FeedLog {
  readonly #ring: EventRing<FeedItem>;
  readonly #keys = new Set<string>();
  #position: EventId | undefined;

  constructor(capacity: number) {
    this.#ring = new EventRing(capacity);
  }

  get size(): number {
    return this.#ring.size;
  }

  /** Rows ever added: minus `size`, those let go. */
  get added(): number {
    return this.#ring.pushed;
  }

  /** The id of the last event told. */
  get position(): EventId | undefined {
    return this.#position;
  }

  /** Adds an event; false when it has been told before. */
  add(event: CrowsnestEvent): boolean {
    const known = this.#position && compareEventIds(event.id, this.#position) <= 0;
    if (known || this.#keys.has(event.id)) return false;
    this.#position = event.id;
    this.#push({ kind: 'event', key: event.id, event });
    return true;
  }

  /** Begins from a snapshot's events, oldest first, whose last position is `asOf`. */
  begin(events: readonly CrowsnestEvent[], asOf: EventId): void {
    for (const event of events) this.add(event);
    this.#position = asOf;
  }

  /** Marks the hole between two positions; the events after `upTo` follow. */
  markGap(after: EventId, upTo: EventId): void {
    this.#push({ kind: 'gap', key: `gap-${this.added}`, after, upTo });
    this.#position = upTo;
  }

  /** Rows counted from the newest (0): `from` included, `to` not. */
  newest(from: number, to: number): FeedItem[] {
    return this.#ring.newest(from, to);
  }

  #push(item: FeedItem): void {
    this.#keys.add(item.key);
    const evicted = this.#ring.push(item);
    if (evicted) this.#keys.delete(evicted.key);
  }
}
