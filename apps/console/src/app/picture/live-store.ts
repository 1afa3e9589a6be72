import { computed, Injectable, signal } from '@angular/core';
import {
  positionBefore,
  type CallId,
  type CrowsnestEvent,
  type EventId,
  type InFlightCall,
  type SessionView,
  type StatsTotals,
  type ToolStats,
} from '#contract';

import type { FeedItem } from '../live/feed/feed-item.ts';
import { FEED_CAPACITY, FeedLog } from '../live/feed/feed-log.ts';
import {
  NOT_LISTED,
  type Figures,
  type PictureChanges,
  type RowBatch,
  type SessionListing,
} from '../live/picture-changes.ts';
import { KeyedValues } from './keyed-values.ts';
import { inSessionOrder } from './session-order.ts';
import { StreamNotices } from './stream-notices.ts';

export { FEED_CAPACITY };

/** The numbers of rows in the feed and of rows ever added to it. */
export interface FeedExtent {
  size: number;
  added: number;
}

/** Accounts for every event since the feed began: `received = kept + evicted + dropped`. */
export interface FeedCounts {
  /** Events that the host has received. */
  received: number;
  /** Events in the feed, including those that a filter hides. */
  kept: number;
  /** Events that newer ones have replaced. */
  evicted: number;
  /** Events that the host dropped before this tab could take them. */
  dropped: number;
}

/** The state that follows from the stream, updated by the host's pictures: counters, feed and sessions. */
@Injectable({ providedIn: 'root' })
export class LiveStore {
  #feed = new FeedLog(FEED_CAPACITY);
  #dropped = 0;
  /** The position of the stream when this tab was opened. */
  #since: EventId | undefined;
  #tools = new KeyedValues<ToolStats>();
  #calls = new KeyedValues<InFlightCall>();
  #sessions = new KeyedValues<SessionView>();
  readonly #notices = new StreamNotices();
  readonly #figures = signal<Figures | null>(null);
  readonly #totals = signal<StatsTotals | null>(null);
  readonly #extent = signal<FeedExtent>({ size: 0, added: 0 });
  readonly #counts = signal<FeedCounts>({ received: 0, kept: 0, evicted: 0, dropped: 0 });
  readonly #sessionList = signal<readonly SessionView[]>([]);
  readonly #listing = signal<SessionListing>(NOT_LISTED);
  /** Whether the feed has received an event of a session. */
  readonly #hasSessionRows = signal(false);
  readonly #beginnings = signal(0);

  /** Changes when the whole state, including the feed, is replaced by that of another time. */
  readonly beginnings = this.#beginnings.asReadonly();
  /** The counters; null before the first snapshot. */
  readonly totals = this.#totals.asReadonly();
  readonly feed = this.#extent.asReadonly();
  readonly counts = this.#counts.asReadonly();
  /** Open sessions first, newest first in each group. */
  readonly sessions = this.#sessionList.asReadonly();
  readonly gap = this.#notices.gap;
  readonly logRecovery = this.#notices.recovery;
  /** Changes whenever an instance has joined or left. */
  readonly instanceChanges = this.#notices.instanceChanges;
  /** Changes with each event about alerts. */
  readonly alertChanges = this.#notices.alertChanges;
  /** Event time of the latest event, in milliseconds since 1970; null without any. */
  readonly lastEventAt = computed(() => this.#figures()?.lastEventAt ?? null);
  /** The instance that answers; null before the first snapshot, and in a replay. */
  readonly instance = computed(() => this.#figures()?.instance ?? null);
  /** The state of the list of sessions. */
  readonly listing = this.#listing.asReadonly();
  /** Changes with each list of sessions, which may name agents that were unknown before. */
  readonly listings = computed(() => this.#listing().taken);
  /** Why the server's list of sessions is missing; null if it is there. */
  readonly sessionsProblem = computed(() => this.#listing().problem);
  /** Whether no agent has ever connected. */
  readonly untouched = computed(() => {
    const totals = this.totals();
    return (
      totals !== null && totals.totalToolCalls === 0 && totals.activeSessions === 0 && !this.#hasSessionRows()
    );
  });

  /** The last event of the feed; null without any. */
  get position(): EventId | null {
    return this.#feed.position ?? null;
  }

  /** Applies a picture. `whole`: it replaces everything except the rows of the feed. `anew`: it replaces those too. */
  take(changes: PictureChanges, whole: boolean, anew = false): void {
    if (whole) this.#forgetValues();
    if (anew) this.#beginAnew();
    this.#since ??= changes.figures?.asOf;
    if (changes.rows) this.#addRows(changes.rows);
    else if (anew) this.#publishFeed();
    if (changes.listing) this.#listing.set(changes.listing);
    if (this.#sessions.apply(changes.sessions) || whole)
      this.#sessionList.set(inSessionOrder(this.#sessions.values.values()));
    if (changes.figures) this.#figures.set(changes.figures);
    const isNew = [this.#tools.apply(changes.tools), this.#calls.apply(changes.calls)].includes(true);
    if (isNew || changes.figures || whole) this.#publishTotals();
  }

  /** Returns rows by their distance from the newest one: `from` inclusive, `to` exclusive. */
  rows(from: number, to: number): FeedItem[] {
    return this.#feed.newest(from, to);
  }

  /** Returns an event of the feed, without payload and with long texts cut. */
  event(id: EventId): CrowsnestEvent | undefined {
    return this.#feed.find(id);
  }

  session(sessionId: string): SessionView | undefined {
    return this.#sessions.values.get(sessionId);
  }

  /** Whether a call has begun and not ended. */
  isRunning(callId: CallId): boolean {
    return this.#calls.values.has(callId);
  }

  acknowledgeGap(): void {
    this.#notices.dismissGap();
  }

  acknowledgeRecovery(): void {
    this.#notices.dismissRecovery();
  }

  /** Clears everything, because the next admin may have other permissions. */
  clear(): void {
    this.#beginAnew();
    this.#forgetValues();
    this.#listing.set(NOT_LISTED);
    this.#figures.set(null);
    this.#totals.set(null);
    this.#sessionList.set([]);
    this.#publishFeed();
  }

  #beginAnew(): void {
    this.#feed = new FeedLog(FEED_CAPACITY);
    this.#dropped = 0;
    this.#since = undefined;
    this.#hasSessionRows.set(false);
    this.#notices.dismissGap();
    this.#notices.dismissRecovery();
    this.#beginnings.update((count) => count + 1);
  }

  #addRows({ items, skipped }: RowBatch): void {
    this.#dropped += skipped;
    const [first] = items;
    if (skipped > 0 && first?.kind === 'event') this.#markDropped(skipped, first.event);
    for (const item of items) {
      const row = this.#feed.added;
      if (item.kind === 'gap') this.#feed.markGap(item.gap);
      else this.#addEvent(item.event);
      if (this.#since !== undefined) this.#notices.note(item, row, this.#since);
    }
    this.#publishFeed();
  }

  #addEvent(event: CrowsnestEvent): void {
    this.#feed.add(event);
    if (event.sessionId !== '') this.#hasSessionRows.set(true);
  }

  #markDropped(missing: number, { id, timestamp }: CrowsnestEvent): void {
    const [last] = this.#feed.newest(0, 1);
    if (last?.kind !== 'event') return;
    const { id: after, timestamp: from } = last.event;
    this.#feed.markGap({ after, upTo: positionBefore(id), from, to: timestamp, missing, inLog: true });
  }

  #publishFeed(): void {
    const { added, kept } = this.#feed.events;
    this.#extent.set({ size: this.#feed.size, added: this.#feed.added });
    this.#counts.set({
      received: added + this.#dropped,
      kept,
      evicted: added - kept,
      dropped: this.#dropped,
    });
  }

  #publishTotals(): void {
    const figures = this.#figures();
    if (!figures) return;
    const tools = Object.fromEntries(this.#tools.values);
    this.#totals.set({ ...figures, tools, inFlight: [...this.#calls.values.values()] });
  }

  #forgetValues(): void {
    this.#tools = new KeyedValues();
    this.#calls = new KeyedValues();
    this.#sessions = new KeyedValues();
  }
}
