import type { CrowsnestEvent, EventId, MissingEvents } from '#contract';

/** Events that are missing from the feed: those after one position, up to another. */
export interface Gap extends MissingEvents {
  after: EventId;
  upTo: EventId;
  /** The host dropped them before this tab could take them. The log has them. */
  inLog?: true;
}

/** A row of the feed: an event, or a gap. */
export type FeedItem =
  { kind: 'event'; key: string; event: CrowsnestEvent } | { kind: 'gap'; key: string; gap: Gap };

/** Returns the DOM id of a row, which does not change when other rows arrive. */
export function anchorOf(item: FeedItem): string {
  return `event-${item.key}`;
}

/** Returns the position after a row. */
export function endOf(item: FeedItem): EventId {
  return item.kind === 'event' ? item.event.id : item.gap.upTo;
}
