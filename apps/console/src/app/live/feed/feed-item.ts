import type { CrowsnestEvent, EventId, MissingEvents } from '#contract';

/** Events that are not in the feed: those after one position, up to another. */
export interface Gap extends MissingEvents {
  after: EventId;
  upTo: EventId;
  /** They were dropped on their way to the tab, and the log has them. */
  inLog?: true;
}

/** A row of the feed: an event, or a gap where events are missing. */
export type FeedItem =
  { kind: 'event'; key: string; event: CrowsnestEvent } | { kind: 'gap'; key: string; gap: Gap };

/** The DOM id of a row. It does not change when other rows arrive. */
export function anchorOf(item: FeedItem): string {
  return `event-${item.key}`;
}

/** The position after a row. */
export function endOf(item: FeedItem): EventId {
  return item.kind === 'event' ? item.event.id : item.gap.upTo;
}
