import { compareEventIds, type CrowsnestEvent, type EventId } from '#contract';

import { EventRing } from './event-ring.ts';
import { endOf, type FeedItem, type Gap } from './feed-item.ts';

/** Maximum number of rows that the feed keeps. The server's log has older events. */
export const FEED_CAPACITY = 10_000;

/** The rows of the feed: bounded, in the order of the log, without duplicates, and with gaps marked. */
export class FeedLog {
  readonly #ring: EventRing<FeedItem>;
  readonly #items = new Map<string, FeedItem>();
  #position: EventId | undefined;
  #floor: EventId | undefined;
  #gaps = 0;
  #events = 0;
  #eventsKept = 0;

  constructor(capacity: number) {
    this.#ring = new EventRing(capacity);
  }

  get size(): number {
    return this.#ring.size;
  }

  get isFull(): boolean {
    return this.size === this.#ring.capacity;
  }

  /** Number of rows ever added. */
  get added(): number {
    return this.#ring.pushed;
  }

  /** Numbers of events ever added and still kept. The other rows are gaps. */
  get events(): { added: number; kept: number } {
    return { added: this.#events, kept: this.#eventsKept };
  }

  /** The id of the last event that was added. */
  get position(): EventId | undefined {
    return this.#position;
  }

  /** Every event after this id is in the feed or marked as missing. */
  get floor(): EventId | undefined {
    return this.#floor;
  }

  /** Adds an event. Returns false for a duplicate. */
  add(event: CrowsnestEvent): boolean {
    const known = this.#position && compareEventIds(event.id, this.#position) <= 0;
    if (known || this.#items.has(event.id)) return false;
    this.#position = event.id;
    this.#events += 1;
    this.#eventsKept += 1;
    this.#push({ kind: 'event', key: event.id, event });
    return true;
  }

  /** Starts from the events of a snapshot, oldest first. `asOf` is the snapshot's position. */
  begin(events: readonly CrowsnestEvent[], asOf: EventId): void {
    for (const event of events) this.add(event);
    this.#position = asOf;
    this.#floor ??= events[0]?.id ?? asOf;
  }

  /** Adds a row for a gap. */
  markGap(gap: Gap): void {
    this.#gaps += 1;
    this.#push({ kind: 'gap', key: `gap-${this.#gaps}`, gap });
    this.#position = gap.upTo;
  }

  /** Returns the event of a row that is still kept. */
  find(id: EventId): CrowsnestEvent | undefined {
    const item = this.#items.get(id);
    return item?.kind === 'event' ? item.event : undefined;
  }

  /** Returns rows by their distance from the newest: `from` inclusive, `to` exclusive. */
  newest(from: number, to: number): FeedItem[] {
    return this.#ring.newest(from, to);
  }

  /** Returns up to `limit` rows that were added after the first `start` rows, oldest first. */
  from(start: number, limit: number): FeedItem[] {
    const back = this.added - start;
    return this.#ring.newest(Math.max(0, back - limit), back).toReversed();
  }

  /** Returns the number of rows that were added up to an event. */
  rowsUpTo(id: EventId): number {
    const rows = this.#ring.newest(0, this.size);
    const later = rows.findIndex((item) => compareEventIds(endOf(item), id) <= 0);
    return this.added - (later === -1 ? this.size : later);
  }

  #push(item: FeedItem): void {
    this.#items.set(item.key, item);
    const evicted = this.#ring.push(item);
    if (!evicted) return;
    this.#items.delete(evicted.key);
    this.#floor = endOf(evicted);
    if (evicted.kind === 'event') this.#eventsKept -= 1;
  }
}
