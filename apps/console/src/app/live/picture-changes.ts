import type { InFlightCall, SessionView, StatsTotals, ToolStats } from '#contract';

import type { FeedItem } from './feed/feed-item.ts';

/** The counters but for tools and calls, which are sent one by one. */
export interface Figures extends Omit<StatsTotals, 'tools' | 'inFlight'> {
  /** Event time of the latest event, in milliseconds since 1970; null without any. */
  lastEventAt: number | null;
}

/** The state of the server's list of sessions. */
export interface SessionListing {
  /** Number of lists taken: each may name agents that were unknown before. */
  taken: number;
  /** Why the last request for a list failed; null once a list has been taken. */
  problem: string | null;
  /** Whether the last list named every session that the server remembers, so that the picture has them all. */
  isWhole: boolean;
  /** Number of sessions that ended without a call and that the server no longer remembers. */
  emptyForgotten: number;
}

/** The state before the first list. */
export const NOT_LISTED: SessionListing = { taken: 0, problem: null, isWhole: false, emptyForgotten: 0 };

/** What changed in values by key. The order of the keys is that in which they were first set. */
export interface Changes<V> {
  set: [key: string, value: V][];
  gone: string[];
}

/** New rows of the feed, oldest first. */
export interface RowBatch {
  items: FeedItem[];
  /** Number of events that were dropped before they could be sent to this tab. */
  skipped: number;
}

/** What changed since the last picture that a tab has acknowledged. A missing member has not changed. */
export interface PictureChanges {
  figures?: Figures;
  tools?: Changes<ToolStats>;
  /** The calls in flight, oldest first. */
  calls?: Changes<InFlightCall>;
  sessions?: Changes<SessionView>;
  listing?: SessionListing;
  rows?: RowBatch;
}
