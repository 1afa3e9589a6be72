import type { EventId } from '#contract';

import type { FeedItem } from '../../live/feed/feed-item.ts';
import type { FeedState } from '../chosen-rows.ts';
import { startOf, type Row } from './row.ts';
import type { RowFold } from './row-fold.ts';

/** The rows of the live feed, made of what the store keeps. */
export interface KeptRows {
  /** Oldest first. */
  rows: readonly Row[];
  /** How many rows there were, those included that are kept no more. */
  added: number;
  /** How many items have arrived. */
  arrived: number;
  /** Everything before this event is to be read from the log; null without any event. */
  floor: EventId | null;
  fold: RowFold;
}

/** How rows are made and kept. */
export interface KeepOptions {
  /** A fold that knows nothing yet. */
  newFold: () => RowFold;
  /** Rows of a filter are kept beyond the items that the store keeps, up to this many. Null: as the store keeps them. */
  atMost: number | null;
}

/** Adds the rows of what has arrived since, and leaves out those that are too old. */
export function keepRows(before: KeptRows | null, feed: FeedState, options: KeepOptions): KeptRows {
  // A feed with fewer items than before is another one.
  if (!before || feed.added < before.arrived) return keepRows(emptyRows(feed, options), feed, options);
  // Nobody has seen what the store has already dropped again.
  if (feed.added - before.arrived > feed.size) {
    const rest = { ...emptyRows(feed, options), added: before.added, arrived: feed.added - feed.size };
    return keepRows(rest, feed, options);
  }
  const { fold } = before;
  const gone = fold.gone;
  const added = rowsFrom(fold, feed, before.arrived);
  let rows = trimmed([...before.rows, ...added], feed, options);
  if (fold.gone > gone) rows = rows.filter(({ isGone }) => !isGone);
  return {
    rows,
    added: before.added + added.length,
    arrived: feed.added,
    floor: floorOf(before, feed, rows, options),
    fold,
  };
}

function emptyRows(feed: FeedState, { newFold }: KeepOptions): KeptRows {
  const [oldest] = feed.newest(feed.size - 1, feed.size);
  return { rows: [], added: 0, arrived: 0, floor: oldest ? startOf(oldest) : null, fold: newFold() };
}

function rowsFrom(fold: RowFold, feed: FeedState, arrived: number): Row[] {
  const items: FeedItem[] = feed.newest(0, feed.added - arrived).toReversed();
  const first = feed.added - items.length;
  return items.flatMap((item, index) => fold.add(item, first + index) ?? []);
}

function trimmed(rows: Row[], feed: FeedState, { atMost }: KeepOptions): Row[] {
  if (atMost !== null) return rows.length > atMost ? rows.slice(-atMost) : rows;
  const oldest = feed.added - feed.size;
  const first = rows.findIndex(({ number }) => number >= oldest);
  return first === 0 ? rows : rows.slice(first < 0 ? rows.length : first);
}

function floorOf(
  before: KeptRows,
  feed: FeedState,
  rows: readonly Row[],
  { atMost }: KeepOptions,
): EventId | null {
  const [oldest] = feed.newest(feed.size - 1, feed.size);
  if (!oldest) return null;
  const [first] = rows;
  // Nothing that a filter selects has left the rows before they are full.
  if (atMost !== null && before.floor !== null)
    return rows.length < atMost || !first ? before.floor : (first.key as EventId);
  return startOf(oldest);
}
