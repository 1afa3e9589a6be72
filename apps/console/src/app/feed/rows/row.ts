import type { CallId, EventId, EventOf } from '#contract';

import type { FeedItem } from '../../live/feed/feed-item.ts';

/** A row of the feed. It stays where it is: the row of a call shows its beginning, and later its end. */
export interface Row {
  readonly kind: 'row';
  readonly key: string;
  /** How many rows the live feed had added before it; -1 for one that was read from the log. */
  readonly number: number;
  /** When what the row stands for happened or began: ISO 8601. Empty for a gap. */
  readonly at: string;
  /** What the row shows now. */
  item: FeedItem;
  /** The call whose beginning this is, while no end of it is known. */
  openCall: CallId | null;
  /** The last progress of that call. */
  progress: EventOf<'tool:progress'> | null;
  /** Whether the filter no longer selects it, because of how its call ended. */
  isGone: boolean;
}

/** A row that shows an item. */
export function rowOf(item: FeedItem, number: number, openCall: CallId | null = null): Row {
  const at = item.kind === 'event' ? item.event.timestamp : '';
  return { kind: 'row', key: item.key, number, at, item, openCall, progress: null, isGone: false };
}

/** Whether a row is that of an event: of its own, or of the end of a call that began there. */
export function isRowOf({ key, item }: Row, id: string): boolean {
  return key === id || (item.kind === 'event' && item.event.id === id);
}

/** The position from which on everything is newer than what comes before the item. */
export function startOf(item: FeedItem): EventId {
  return item.kind === 'event' ? item.event.id : item.gap.upTo;
}
