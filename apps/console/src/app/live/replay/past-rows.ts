import type { CrowsnestEvent, EventId, StatsSnapshot } from '#contract';

import { rowEventOf } from '../core/row-event.ts';
import { FEED_CAPACITY } from '../feed/feed-log.ts';

/** Number of events per request. */
const PAGE = 1_000;
/** Number of additional rows that are kept, so that steps back need no request. */
const SPARE = 2_000;

/** Reads the last events before a position, oldest first. */
type Ask = (before: EventId, limit: number) => Promise<CrowsnestEvent[]>;

/** The rows up to a moment: as many as the feed keeps, or all that the log has. */
export class PastRows {
  #rows: CrowsnestEvent[] = [];
  /** Whether the log has no events before the first row. */
  #isWhole = false;

  /** Oldest first. */
  get rows(): readonly CrowsnestEvent[] {
    return this.#rows;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Reads the missing rows up to the moment of a snapshot. */
  async read({ recentEvents }: StatsSnapshot, ask: Ask): Promise<void> {
    this.#cutTo(recentEvents);
    while (!this.#isWhole && this.#rows.length < FEED_CAPACITY) {
      const [first] = this.#rows;
      const page = first ? await ask(first.id, PAGE) : [];
      // Meanwhile another read has replaced the rows.
      if (this.#rows[0] !== first) continue;
      this.#isWhole = page.length < PAGE;
      this.#rows = [...page.map(rowEventOf), ...this.#rows];
    }
  }

  /** Adds the event that was just played. */
  add(event: CrowsnestEvent): void {
    this.#rows.push(rowEventOf(event));
    if (this.#rows.length < FEED_CAPACITY + 2 * SPARE) return;
    this.#rows.splice(0, SPARE);
    this.#isWhole = false;
  }

  /** Returns the event before another one; undefined if it is not among the rows. */
  before(id: EventId): CrowsnestEvent | undefined {
    const at = this.#rows.findLastIndex((row) => row.id === id);
    return this.#rows[at - 1];
  }

  /** Keeps the rows up to the newest of these events. Keeps only these events if it is not among the rows. */
  #cutTo(newestFirst: readonly CrowsnestEvent[]): void {
    const [last] = newestFirst;
    const at = last ? this.#rows.findLastIndex((row) => row.id === last.id) : -1;
    if (at >= 0) {
      this.#rows = this.#rows.slice(0, at + 1);
      return;
    }
    this.#rows = newestFirst.toReversed().map(rowEventOf);
    this.#isWhole = last === undefined;
  }
}
