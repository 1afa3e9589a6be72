import { computed, inject, Injectable, signal } from '@angular/core';
import { compareEventIds, type CrowsnestEvent, type EventId } from '#contract';

import { failureText } from '../api/api-error.ts';
import { HistoryApi } from '../api/routes/history-api.ts';
import { allOf, only } from '../filter/exact-filter.ts';
import { followArrivals } from '../picture/feed-arrivals.ts';
import { LiveStore } from '../picture/live-store.ts';
import { CallBook } from './call-book.ts';

/** Number of events of the first page, and of each further one. */
const PAGE = { first: 200, most: 1_000 };
/** Number of events that are read automatically. */
const READ = 30_000;

/**
 * The calls of one session: read from the log page by page, newest first, and updated from the stream. Both may deliver
 * the same event, and together they miss none.
 */
@Injectable()
export class SessionCalls {
  readonly #history = inject(HistoryApi);
  readonly #store = inject(LiveStore);
  readonly #version = signal(0);
  readonly #problem = signal('');
  readonly #loading = signal(false);
  readonly #complete = signal(false);
  #book = new CallBook();
  #sessionId = '';
  #oldest: EventId | undefined;
  #newest: EventId | undefined;
  #read = 0;
  #limit: number = PAGE.first;
  /** Number of events that may be read before the admin asks for more. */
  #allowed = READ;

  /** In the order in which they began. */
  readonly calls = computed(() => {
    this.#version();
    return this.#book.calls();
  });
  readonly own = computed(() => {
    this.#version();
    return this.#book.own;
  });
  readonly loading = this.#loading.asReadonly();
  /** Whether the log has no earlier events of the session. */
  readonly complete = this.#complete.asReadonly();
  /** Why the last page could not be read; empty if it could. */
  readonly problem = this.#problem.asReadonly();

  constructor() {
    followArrivals(this.#store, ({ events, missed }) => {
      this.#take(events.filter(({ sessionId }) => sessionId === this.#sessionId));
      if (missed) void this.#catchUp();
    });
  }

  /** Starts to read another session. */
  open(sessionId: string): void {
    this.#book = new CallBook();
    this.#sessionId = sessionId;
    this.#oldest = this.#newest = undefined;
    [this.#read, this.#limit, this.#allowed] = [0, PAGE.first, READ];
    this.#complete.set(false);
    this.#version.update((version) => version + 1);
    void this.#load();
  }

  /** Continues after a failure, or beyond the automatic limit. */
  more(): void {
    if (this.#read >= this.#allowed) this.#allowed += READ;
    if (!this.#loading()) void this.#load();
  }

  async #load(): Promise<void> {
    const sessionId = this.#sessionId;
    this.#loading.set(true);
    this.#problem.set('');
    try {
      while (!this.#complete() && this.#read < this.#allowed) {
        const events = await this.#page(sessionId);
        if (sessionId !== this.#sessionId) return;
        this.#take(events);
      }
    } catch (error) {
      if (sessionId === this.#sessionId) this.#problem.set(failureText(error));
    }
    if (sessionId === this.#sessionId) this.#loading.set(false);
  }

  async #page(sessionId: string): Promise<CrowsnestEvent[]> {
    const [limit, before] = [this.#limit, this.#oldest];
    const filter = allOf(only('session', sessionId));
    const events = await this.#history.read({ filter, limit, ...(before && { before }) });
    if (sessionId !== this.#sessionId) return [];
    this.#oldest = events[0]?.id ?? before;
    this.#read += events.length;
    this.#limit = PAGE.most;
    if (events.length < limit) this.#complete.set(true);
    return events;
  }

  /** Reads the events that the stream left out. */
  async #catchUp(): Promise<void> {
    const [sessionId, after] = [this.#sessionId, this.#newest];
    if (after === undefined) return;
    const filter = allOf(only('session', sessionId));
    const events = await this.#history.read({ filter, after, limit: PAGE.most }).catch(() => []);
    if (sessionId !== this.#sessionId || events.length === 0) return;
    this.#take(events);
    if (events.length === PAGE.most) await this.#catchUp();
  }

  #take(events: readonly CrowsnestEvent[]): void {
    for (const event of events) {
      this.#book.add(event);
      if (this.#newest === undefined || compareEventIds(event.id, this.#newest) > 0) this.#newest = event.id;
    }
    if (events.length > 0) this.#version.update((version) => version + 1);
  }
}
