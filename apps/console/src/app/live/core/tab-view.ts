import {
  compareEventIds,
  type EventId,
  type InFlightCall,
  type SessionView,
  type ToolStats,
} from '#contract';

import { endOf, type FeedItem } from '../feed/feed-item.ts';
import type { FeedLog } from '../feed/feed-log.ts';
import type { Changes, PictureChanges, RowBatch, SessionListing, Figures } from '../picture-changes.ts';
import type { LivePicture } from './live-picture.ts';
import { Mirror } from './mirror.ts';

/** Maximum number of values of a kind, and of rows, in one picture. */
export const BATCH = 1_000;

/** Tracks what one tab has of the picture, and computes what to send next. */
export class TabView {
  readonly #tools = new Mirror<ToolStats>();
  readonly #calls = new Mirror<InFlightCall>();
  readonly #sessions = new Mirror<SessionView>();
  #figures: Figures | null = null;
  #listing: SessionListing | undefined;
  #isBehind = false;
  /** Number of the feed's rows that were sent or skipped; undefined before the first picture. */
  #rows: number | undefined;
  /** Number of the feed's events that were sent or skipped. */
  #events = 0;

  /** `after` is the last event that the tab already has; null if it has none. */
  constructor(
    private readonly picture: LivePicture,
    private readonly after: EventId | null,
  ) {}

  /** Whether the last picture could not hold all changes. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Returns the changes to send, and counts them as sent. Empty without any, and before the first snapshot. */
  changes(): PictureChanges {
    const view = this.picture.view();
    this.#isBehind = false;
    if (!view.figures) return {};
    const figures = this.#figures === view.figures ? undefined : view.figures;
    const listing = this.#listing === view.listing ? undefined : view.listing;
    this.#figures = view.figures;
    this.#listing = view.listing;
    return withoutUndefined({
      figures,
      listing,
      tools: this.#changesOf(this.#tools, view.tools),
      calls: this.#changesOf(this.#calls, view.calls),
      sessions: this.#changesOf(this.#sessions, view.sessions),
      rows: this.#newRows(this.picture.feed),
    });
  }

  #changesOf<V>(mirror: Mirror<V>, values: ReadonlyMap<string, V>): Changes<V> | undefined {
    const changes = mirror.changes(values, BATCH);
    if (!changes) return undefined;
    this.#isBehind ||= changes.isBehind;
    return { set: changes.set, gone: changes.gone };
  }

  #newRows(feed: FeedLog): RowBatch | undefined {
    const first = this.#rows === undefined ? this.#firstRows(feed) : [];
    const oldest = feed.added - feed.size;
    const skipped = this.#skipTo(oldest, feed);
    const rows = feed.from(this.#rows ?? 0, BATCH);
    this.#rows = (this.#rows ?? 0) + rows.length;
    this.#events += eventsIn(rows);
    this.#isBehind ||= this.#rows < feed.added;
    const items = [...first, ...rows.filter((item) => this.#isNew(item))];
    return items.length + skipped > 0 ? { items, skipped } : undefined;
  }

  /** Finds the position at which the tab continues. Returns a row that marks missing events, if there are any. */
  #firstRows(feed: FeedLog): FeedItem[] {
    this.#rows = 0;
    const { after } = this;
    const { floor } = feed;
    if (after === null || !floor) return [];
    const isMissing = compareEventIds(floor, after) > 0;
    this.#rows = feed.rowsUpTo(isMissing ? floor : after);
    this.#events = feed.events.added - eventsIn(feed.from(this.#rows, feed.size));
    // A full feed replaces every row of the tab, so no gap remains.
    if (!isMissing || feed.isFull) return [];
    const unknown = { from: null, to: null, missing: null };
    return [{ kind: 'gap', key: '', gap: { after, upTo: floor, ...unknown } }];
  }

  /** A host that resumes the stream for another tab receives events that this tab already has. */
  #isNew(item: FeedItem): boolean {
    return this.after === null || compareEventIds(endOf(item), this.after) > 0;
  }

  /** Skips the rows that the feed has dropped. Returns the number of their events. */
  #skipTo(oldest: number, feed: FeedLog): number {
    if ((this.#rows ?? 0) >= oldest) return 0;
    this.#rows = oldest;
    const skipped = feed.events.added - feed.events.kept - this.#events;
    this.#events += skipped;
    return skipped;
  }
}

function eventsIn(rows: readonly FeedItem[]): number {
  return rows.filter(({ kind }) => kind === 'event').length;
}

function withoutUndefined(members: {
  [K in keyof PictureChanges]-?: PictureChanges[K] | undefined;
}): PictureChanges {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
