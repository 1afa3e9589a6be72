import type { InFlightCall, SessionView, StatsTotals, ToolStats } from '#contract';

import type { FeedItem } from './feed/feed-item.ts';

/** The counters without tools and calls, which are sent separately. */
export interface Figures extends Omit<StatsTotals, 'tools' | 'inFlight'> {
  /** Event time of the latest event, in milliseconds since 1970; null without any. */
  lastEventAt: number | null;
  /** The instance that answers; null in a replay. */
  instance: string | null;
}

/** The state of the server's list of sessions. */
export interface SessionListing {
  /** Number of lists that were applied. Each may name agents that were unknown before. */
  taken: number;
  /** Why the last request for a list failed; null once a list has been applied. */
  problem: string | null;
  /** Whether the last list named every session that the server remembers, so that the picture has all of them. */
  isWhole: boolean;
  /** Number of sessions that ended without a call and that the server no longer remembers. */
  emptyForgotten: number;
}

/** The state before the first list. */
export const NOT_LISTED: SessionListing = { taken: 0, problem: null, isWhole: false, emptyForgotten: 0 };

/** Changes of keyed values. Keys are in the order in which they were first set. */
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

/** The changes since the last picture that the tab acknowledged. A missing member has not changed. */
export interface PictureChanges {
  figures?: Figures;
  tools?: Changes<ToolStats>;
  /** The calls in flight, oldest first. */
  calls?: Changes<InFlightCall>;
  sessions?: Changes<SessionView>;
  listing?: SessionListing;
  rows?: RowBatch;
}
