import { computed, Injectable, signal } from '@angular/core';
import {
  reduceStats,
  restoreStats,
  totalsOf,
  type CrowsnestEvent,
  type GapFrame,
  type SessionList,
  type SessionRecord,
  type SessionView,
  type Stats,
  type StatsSnapshot,
  type StatsTotals,
} from '#contract';

import type { StreamFrame } from '../live/stream-frame.ts';
import type { FeedItem, Gap } from './feed-item.ts';
import { FeedLog } from './feed-log.ts';
import { Repaint } from './repaint.ts';
import { SessionBook } from './session-book.ts';

/** Maximum number of rows that the feed keeps. The server's log has older events. */
export const FEED_CAPACITY = 5_000;

/** The number of rows in the feed, and of all rows ever added to it. */
export interface FeedExtent {
  size: number;
  added: number;
}

/** A gap in the stream that the admin has not dismissed yet. */
export interface GapNotice extends Gap {
  /** The feed's row that marks the gap, as the number of rows added before it. */
  row: number;
}

/** A recovery of the log that the admin has not dismissed yet. */
export interface RecoveryNotice {
  durationMs: number;
  /** Number of lost events; null if unknown. */
  lost: number | null;
  /** When the console learned of it, in milliseconds since 1970 by this machine's clock. */
  receivedAt: number;
}

/**
 * The state that results from the stream: counters, feed and sessions. Applies every frame at once, and publishes the
 * result to its signals at most 15 times a second.
 */
@Injectable({ providedIn: 'root' })
export class LiveStore {
  #stats: Stats | undefined;
  #feed = new FeedLog(FEED_CAPACITY);
  #sessions = new SessionBook();
  readonly #repaint = new Repaint(() => this.#publish());
  readonly #totals = signal<StatsTotals | null>(null);
  readonly #extent = signal<FeedExtent>({ size: 0, added: 0 });
  readonly #sessionList = signal<readonly SessionView[]>([]);
  readonly #gap = signal<GapNotice | null>(null);
  readonly #logRecovery = signal<RecoveryNotice | null>(null);
  readonly #listings = signal(0);
  readonly #lastEventAt = signal<number | null>(null);

  /** The counters; null before the first snapshot. */
  readonly totals = this.#totals.asReadonly();
  readonly feed = this.#extent.asReadonly();
  readonly sessions = this.#sessionList.asReadonly();
  readonly gap = this.#gap.asReadonly();
  readonly logRecovery = this.#logRecovery.asReadonly();
  /** Event time of the latest event, in milliseconds since 1970; null without any. */
  readonly lastEventAt = this.#lastEventAt.asReadonly();
  /** Changes with each session list, because a list may name agents that were unknown before. */
  readonly listings = this.#listings.asReadonly();
  /** Whether no agent has ever connected. */
  readonly untouched = computed(() => {
    const totals = this.totals();
    return (
      totals !== null && totals.totalToolCalls === 0 && totals.activeSessions === 0 && this.feed().size === 0
    );
  });

  /** Applies a frame. Returns whether the sessions have to be listed again. */
  accept(frame: StreamFrame): { listSessions: boolean } {
    switch (frame.kind) {
      case 'event':
        this.#apply(frame.event);
        this.#repaint.request();
        return { listSessions: false };
      case 'gap':
        this.#jump(gapOf(frame.gap), frame.gap.stats);
        break;
      case 'hello':
        if (frame.resumed && this.#stats) return { listSessions: false };
        this.#begin(frame.hello.stats);
        break;
    }
    if (this.#stats) this.#sessions.awaitList(this.#stats.asOf);
    this.#repaint.now();
    return { listSessions: true };
  }

  /** Applies the server's list of sessions, or null when it failed. Returns whether to list them again. */
  takeSessions(list: SessionList | null): { listSessions: boolean } {
    if (!list) this.#sessions.doWithoutList();
    else if (!this.#sessions.takeList(list)) return { listSessions: true };
    this.#listings.update((count) => count + 1);
    this.#repaint.request();
    return { listSessions: false };
  }

  /** Rows by their distance from the newest published one: `from` inclusive, `to` exclusive. */
  rows(from: number, to: number): FeedItem[] {
    const unpublished = this.#feed.added - this.feed().added;
    return this.#feed.newest(from + unpublished, to + unpublished);
  }

  session(sessionId: string): SessionRecord | undefined {
    return this.#sessions.get(sessionId);
  }

  acknowledgeGap(): void {
    this.#gap.set(null);
  }

  acknowledgeRecovery(): void {
    this.#logRecovery.set(null);
  }

  /** Clears everything: the next admin to sign in may have other rights. */
  clear(): void {
    this.#stats = undefined;
    this.#feed = new FeedLog(FEED_CAPACITY);
    this.#sessions = new SessionBook();
    this.#gap.set(null);
    this.#logRecovery.set(null);
    this.#repaint.now();
  }

  #begin(snapshot: StatsSnapshot): void {
    if (this.#feed.position) {
      const unknown = { from: null, to: null, missing: null };
      this.#jump({ after: this.#feed.position, upTo: snapshot.asOf, ...unknown }, snapshot);
      return;
    }
    this.#stats = restoreStats(snapshot.state);
    this.#feed.begin(snapshot.recentEvents.toReversed(), snapshot.asOf);
  }

  #jump(gap: Gap, snapshot: StatsSnapshot): void {
    this.#stats = restoreStats(snapshot.state);
    this.#gap.set({ ...gap, row: this.#feed.added });
    this.#feed.markGap(gap);
  }

  #apply(event: CrowsnestEvent): void {
    if (!this.#stats || !this.#feed.add(event)) return;
    if (event.type === 'log:degraded') this.#logRecovery.set(null);
    if (event.type === 'log:recovered') this.#logRecovery.set({ ...event.data, receivedAt: Date.now() });
    reduceStats(this.#stats, event);
    this.#sessions.add(event);
  }

  #publish(): void {
    this.#totals.set(this.#stats ? totalsOf(this.#stats) : null);
    this.#lastEventAt.set(this.#stats?.clock.now || null);
    this.#extent.set({ size: this.#feed.size, added: this.#feed.added });
    this.#sessionList.set(this.#stats ? this.#sessions.list(this.#stats.calls) : []);
  }
}

function gapOf({ requested, resumedAfter, from, to, missing }: GapFrame): Gap {
  return { after: requested, upTo: resumedAfter, from, to, missing };
}
