import { computed, Injectable, signal } from '@angular/core';
import {
  reduceStats,
  restoreStats,
  totalsOf,
  type CrowsnestEvent,
  type EventId,
  type SessionList,
  type SessionRecord,
  type SessionView,
  type Stats,
  type StatsSnapshot,
  type StatsTotals,
} from '#contract';

import type { StreamFrame } from '../live/stream-frame.ts';
import type { FeedItem } from './feed-item.ts';
import { FeedLog } from './feed-log.ts';
import { Repaint } from './repaint.ts';
import { SessionBook } from './session-book.ts';

/** The feed keeps this many rows; the server's log has the rest. */
export const FEED_CAPACITY = 5_000;

/** How much the feed holds: it changes when rows were added. */
export interface FeedExtent {
  size: number;
  added: number;
}

/** A hole that nobody has acknowledged yet. */
export interface GapNotice {
  after: EventId;
  upTo: EventId;
  /** The feed's row that marks it: how many rows had been added before. */
  row: number;
}

/** The log commits again, which nobody has acknowledged yet. */
export interface RecoveryNotice {
  durationMs: number;
  /** Events that could not be kept. */
  lost: number | null;
  /** By this machine's clock, in milliseconds since 1970. */
  toldAt: number;
}

/**
 * The picture of the one stream: counters, feed and sessions. It takes frames as fast as they come and
 * shows what they amount to at most 15 times a second.
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
  /** Counts the session lists taken: names that were unknown before may be known now. */
  readonly listings = this.#listings.asReadonly();
  /** Whether no agent has ever shown itself. */
  readonly untouched = computed(() => {
    const totals = this.totals();
    return (
      totals !== null && totals.totalToolCalls === 0 && totals.activeSessions === 0 && this.feed().size === 0
    );
  });

  /** Takes a frame. The answer says whether the sessions have to be listed anew. */
  accept(frame: StreamFrame): { listSessions: boolean } {
    switch (frame.kind) {
      case 'event':
        this.#apply(frame.event);
        this.#repaint.request();
        return { listSessions: false };
      case 'gap':
        this.#jump(frame.gap.requested, frame.gap.resumedAfter, frame.gap.stats);
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

  /** Takes the server's list of sessions, or null when it failed. The answer says whether to list them again. */
  takeSessions(list: SessionList | null): { listSessions: boolean } {
    if (!list) this.#sessions.doWithoutList();
    else if (!this.#sessions.takeList(list)) return { listSessions: true };
    this.#listings.update((count) => count + 1);
    this.#repaint.request();
    return { listSessions: false };
  }

  /** Rows counted from the newest one painted (0): `from` included, `to` not. */
  rows(from: number, to: number): FeedItem[] {
    const unpainted = this.#feed.added - this.feed().added;
    return this.#feed.newest(from + unpainted, to + unpainted);
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

  /** Forgets everything: the next one to sign in may see something else. */
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
      this.#jump(this.#feed.position, snapshot.asOf, snapshot);
      return;
    }
    this.#stats = restoreStats(snapshot.state);
    this.#feed.begin(snapshot.recentEvents.toReversed(), snapshot.asOf);
  }

  #jump(after: EventId, upTo: EventId, snapshot: StatsSnapshot): void {
    this.#stats = restoreStats(snapshot.state);
    this.#gap.set({ after, upTo, row: this.#feed.added });
    this.#feed.markGap(after, upTo);
  }

  #apply(event: CrowsnestEvent): void {
    if (!this.#stats || !this.#feed.add(event)) return;
    if (event.type === 'log:degraded') this.#logRecovery.set(null);
    if (event.type === 'log:recovered') this.#logRecovery.set({ ...event.data, toldAt: Date.now() });
    reduceStats(this.#stats, event);
    this.#sessions.add(event);
  }

  #publish(): void {
    this.#totals.set(this.#stats ? totalsOf(this.#stats) : null);
    this.#lastEventAt.set(this.#stats?.now || null);
    this.#extent.set({ size: this.#feed.size, added: this.#feed.added });
    this.#sessionList.set(this.#stats ? this.#sessions.list(this.#stats.calls) : []);
  }
}
