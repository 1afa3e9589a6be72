import type { FeedItem } from '../live/feed/feed-item.ts';

/** A row of the feed. `number` counts the rows that arrived before it, and never changes. */
export interface ChosenRow {
  number: number;
  item: FeedItem;
}

/** The rows that somebody chooses to see, of all that the feed keeps. */
export interface ChosenRows {
  /** Oldest first. */
  rows: readonly ChosenRow[];
  /** How many were chosen, those included that the feed keeps no more. */
  chosen: number;
  /** How many rows have arrived. */
  arrived: number;
}

/** What the feed holds: the last `size` of all rows, and how many have arrived. */
export interface FeedState {
  size: number;
  added: number;
  /** Rows by their distance from the newest: `from` inclusive, `to` exclusive. */
  newest: (from: number, to: number) => FeedItem[];
}

/** Where a choice begins. */
export const NOTHING_CHOSEN: ChosenRows = { rows: [], chosen: 0, arrived: 0 };

/** Adds the chosen ones of the rows that have arrived since, and leaves out those that the feed keeps no more. */
export function chooseRows(
  before: ChosenRows,
  feed: FeedState,
  isChosen: (item: FeedItem) => boolean,
): ChosenRows {
  // A feed with fewer rows than before is another one.
  if (feed.added < before.arrived) return chooseRows(NOTHING_CHOSEN, feed, isChosen);
  const added = feed
    .newest(0, feed.added - before.arrived)
    .map((item, back): ChosenRow => ({ number: feed.added - 1 - back, item }))
    .filter(({ item }) => isChosen(item))
    .toReversed();
  const oldest = feed.added - feed.size;
  const kept = before.rows.slice(firstFrom(before.rows, oldest));
  return { rows: [...kept, ...added], chosen: before.chosen + added.length, arrived: feed.added };
}

/** The place of the first row with at least this number. */
function firstFrom(rows: readonly ChosenRow[], number: number): number {
  const first = rows.findIndex((row) => row.number >= number);
  return first < 0 ? rows.length : first;
}
