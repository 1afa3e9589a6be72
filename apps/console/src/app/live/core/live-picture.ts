import {
  outageOf,
  reduceStats,
  restoreStats,
  totalsOf,
  type CrowsnestEvent,
  type EventId,
  type GapFrame,
  type InFlightCall,
  type SessionList,
  type SessionView,
  type Stats,
  type StatsSnapshot,
  type ToolStats,
} from '#contract';

import type { Gap } from '../feed/feed-item.ts';
import { FEED_CAPACITY, FeedLog } from '../feed/feed-log.ts';
import { NOT_LISTED, type Figures, type SessionListing } from '../picture-changes.ts';
import type { LogNotice, StreamFrame } from '../stream/stream-frame.ts';
import { rowEventOf } from './row-event.ts';
import { SessionBook } from './session-book.ts';
import { unchanged } from './unchanged.ts';
import { WholeEvents } from './whole-events.ts';

/** Maximum total size of the complete events that are kept, in characters of JSON. Others are read from the log. */
const WHOLE_EVENTS_SIZE = 4_000_000;

/** The state as tabs show it. Unchanged parts are the same objects as in the last view. */
export interface View {
  /** Null before the first snapshot. */
  figures: Figures | null;
  tools: ReadonlyMap<string, ToolStats>;
  /** Oldest first. */
  calls: ReadonlyMap<string, InFlightCall>;
  sessions: ReadonlyMap<string, SessionView>;
  listing: SessionListing;
}

/** The state that follows from the stream: counters, feed and sessions. */
export class LivePicture {
  readonly feed = new FeedLog(FEED_CAPACITY);
  readonly #whole = new WholeEvents(WHOLE_EVENTS_SIZE);
  /** The rows whose events have more data than the row. */
  readonly #cut = new WeakSet<CrowsnestEvent>();
  readonly #sessions = new SessionBook();
  #stats: Stats | undefined;
  #instance: string | null = null;
  #listing: SessionListing = NOT_LISTED;
  #view: View = emptyView(this.#listing);
  #isChanged = false;

  /** Whether there has been a snapshot. */
  get hasBegun(): boolean {
    return this.#stats !== undefined;
  }

  /** Makes the feed continue after an event that tabs already have, because the stream will resume there. */
  continueAfter(position: EventId): void {
    this.feed.begin([], position);
  }

  /** Applies a frame. Returns whether the sessions must be listed again. */
  accept(frame: StreamFrame): { listSessions: boolean } {
    this.#isChanged = true;
    switch (frame.kind) {
      case 'event':
        this.#apply(frame.event, frame.size);
        return { listSessions: false };
      case 'notice':
        this.#note(frame.notice);
        return { listSessions: false };
      case 'gap':
        this.#jump(gapOf(frame.gap), frame.gap.stats);
        break;
      case 'moment':
        this.#begin(frame.stats, false);
        this.awaitSessions();
        this.takeSessions(frame.sessions);
        return { listSessions: false };
      case 'hello':
        this.#instance = frame.hello.instance;
        if (frame.resumed && this.#stats) return { listSessions: false };
        this.#begin(frame.hello.stats, frame.resumed);
        break;
    }
    this.awaitSessions();
    return { listSessions: true };
  }

  /** Buffers the events of sessions until the list arrives. */
  awaitSessions(): void {
    if (this.#stats) this.#sessions.awaitList(this.#stats.asOf);
  }

  /** Applies the server's list of sessions. Returns false if it is too old, so that another one is needed. */
  takeSessions(list: SessionList): boolean {
    if (!this.#sessions.takeList(list)) return false;
    this.#setListing({
      ...this.#listing,
      taken: this.#listing.taken + 1,
      problem: null,
      isWhole: list.next === undefined,
    });
    return true;
  }

  /** Continues without a list of sessions, and records the reason. */
  goWithoutSessions(problem: string): void {
    this.#sessions.doWithoutList();
    this.#setListing({ ...this.#listing, problem });
  }

  /** Returns a complete event if it is still kept. */
  find(id: EventId): CrowsnestEvent | undefined {
    const row = this.feed.find(id);
    return this.#whole.find(id) ?? (row && this.#cut.has(row) ? undefined : row);
  }

  /** Returns the current state. */
  view(): View {
    if (!this.#isChanged || !this.#stats) return this.#view;
    this.#isChanged = false;
    const { tools, inFlight, ...totals } = totalsOf(this.#stats);
    const former = this.#view;
    this.#view = {
      figures: unchanged(former.figures, {
        ...totals,
        lastEventAt: this.#stats.clock.now || null,
        instance: this.#instance,
      }),
      tools: new Map(
        Object.entries(tools).map(([name, stats]) => [name, unchanged(former.tools.get(name), stats)]),
      ),
      calls: new Map(inFlight.map((call) => [call.callId, call])),
      sessions: this.#sessions.views(this.#stats.calls),
      listing: unchanged(former.listing, {
        ...this.#listing,
        emptyForgotten: this.#sessions.emptyForgotten,
      }),
    };
    return this.#view;
  }

  #begin(snapshot: StatsSnapshot, isResumed: boolean): void {
    const { position } = this.feed;
    if (position && !isResumed) {
      const unknown = { from: null, to: null, missing: null };
      this.#jump({ after: position, upTo: snapshot.asOf, ...unknown }, snapshot);
      return;
    }
    this.#stats = restoreStats(snapshot.state);
    // The stream will send all events after the position, including those in the snapshot.
    const recent = snapshot.recentEvents.toReversed().map((event) => this.#rowOf(event));
    if (!position) this.feed.begin(recent, snapshot.asOf);
  }

  #jump(gap: Gap, snapshot: StatsSnapshot): void {
    this.#stats = restoreStats(snapshot.state);
    // A server that no longer has the last event here does not know its time.
    const [last] = this.feed.newest(0, 1);
    const from = last?.kind === 'event' ? last.event.timestamp : null;
    this.feed.markGap({ ...gap, from: gap.from ?? from });
  }

  #apply(event: CrowsnestEvent, size: number): void {
    const row = this.#rowOf(event);
    if (!this.#stats || !this.feed.add(row)) return;
    if (row !== event) this.#whole.keep(event, size);
    reduceStats(this.#stats, event);
    this.#sessions.add(row);
  }

  /** Shows at once that the log is down or up again, although the event comes only once the log has it. */
  #note(notice: LogNotice): void {
    if (this.#stats) this.#stats.logOutage = notice.type === 'log:degraded' ? outageOf(notice) : null;
  }

  #rowOf(event: CrowsnestEvent): CrowsnestEvent {
    const row = rowEventOf(event);
    if (row !== event) this.#cut.add(row);
    return row;
  }

  #setListing(listing: SessionListing): void {
    this.#listing = listing;
    this.#isChanged = true;
  }
}

function emptyView(listing: SessionListing): View {
  return { figures: null, tools: new Map(), calls: new Map(), sessions: new Map(), listing };
}

function gapOf({ requested, resumedAfter, from, to, missing }: GapFrame): Gap {
  return { after: requested, upTo: resumedAfter, from, to, missing };
}
