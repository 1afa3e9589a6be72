import type { CrowsnestEvent, EventId } from '#contract';

/** A row of the feed: an event, or a gap where events are missing. */
export type FeedItem =
  | { kind: 'event'; key: string; event: CrowsnestEvent }
  | { kind: 'gap'; key: string; after: EventId; upTo: EventId };

/** The DOM id of a row. It does not change when other rows arrive. */
export function anchorOf(item: FeedItem): string {
  return `event-${item.key}`;
}
