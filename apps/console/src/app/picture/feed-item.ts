import type { CrowsnestEvent, EventId } from '#contract';

/** One row of the feed: an event, or a visible hole where events are missing. */
export type FeedItem =
  | { kind: 'event'; key: string; event: CrowsnestEvent }
  | { kind: 'gap'; key: string; after: EventId; upTo: EventId };

/** The DOM id of an event's row: a link to it stays good whatever arrives above. */
export function anchorOf(item: FeedItem): string {
  return `event-${item.key}`;
}
