import { compareEventIds, type CrowsnestEvent, type EventId } from '#contract';

import { EventRing } from './event-ring.ts';
import type { FeedItem, Gap } from './feed-item.ts';

/** The rows of the feed: bounded, in the order of the log, without duplicates, with gaps marked. */
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

  /** Number of rows ever added. */
  get added(): number {
    return this.#ring.pushed;
  }

  /** The id of the last event that was added. */
  get position(): EventId | undefined {
    return this.#position;
  }

  /** Adds an event. Returns false for a duplicate. */
  add(event: CrowsnestEvent): boolean {
    const known = this.#position && compareEventIds(event.id, this.#position) <= 0;
    if (known || this.#keys.has(event.id)) return false;
    this.#position = event.id;
    this.#push({ kind: 'event', key: event.id, event });
    return true;
  }

  /** Starts from the events of a snapshot, oldest first. `asOf` is the snapshot's position. */
  begin(events: readonly CrowsnestEvent[], asOf: EventId): void {
    for (const event of events) this.add(event);
    this.#position = asOf;
  }

  /** Adds a row for a gap. */
  markGap(gap: Gap): void {
    this.#push({ kind: 'gap', key: `gap-${this.added}`, gap });
    this.#position = gap.upTo;
  }

  /** Rows by their distance from the newest: `from` inclusive, `to` exclusive. */
  newest(from: number, to: number): FeedItem[] {
    return this.#ring.newest(from, to);
  }

  #push(item: FeedItem): void {
    this.#keys.add(item.key);
    const evicted = this.#ring.push(item);
    if (evicted) this.#keys.delete(evicted.key);
  }
}
