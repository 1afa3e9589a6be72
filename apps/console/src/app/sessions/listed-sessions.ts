import {
  computed,
  DestroyRef,
  DOCUMENT,
  effect,
  inject,
  Injectable,
  linkedSignal,
  untracked,
} from '@angular/core';
import {
  MAX_SESSIONS_LISTED,
  parseSessionCursor,
  parseSessionFilter,
  selectSessions,
  type SessionCounts,
  type SessionQuery,
  type SessionView,
} from '#contract';

import type { AskedSessions } from '../api/routes/sessions-api.ts';
import { LiveStore } from '../picture/live-store.ts';
import { Clock } from '../time/clock.ts';
import { TimeScope } from '../view/time-scope.ts';
import { SessionChoice } from './session-choice.ts';
import { SessionPages, type ListedPages } from './session-pages.ts';

/** Number of sessions that the server is asked for at first. Each further request asks for twice as many. */
const FIRST = 200;
/**
 * How often a list is asked for again that the live picture does not keep up to date, in milliseconds for each page that
 * it takes.
 */
const REFRESH_MS = 5_000;

/** The sessions of the page. */
export interface Listed {
  sessions: readonly SessionView[];
  /** Of all that were asked for, listed here or not. */
  counts: SessionCounts;
  hasMore: boolean;
  emptyForgotten: number;
  /** Sessions with calls that ended before this time are not all known; undefined if all are. */
  completeSince: string | undefined;
}

/**
 * The sessions that the URL asks for. They come from the live picture while that has every session. It lists 1,000 at
 * most: beyond that, and for a range, they come from the server in pages, with what the picture knows better.
 */
@Injectable()
export class ListedSessions {
  readonly #store = inject(LiveStore);
  readonly #time = inject(TimeScope);
  readonly #pages = inject(SessionPages);
  readonly #asked = inject(SessionChoice).asked;
  readonly #document = inject(DOCUMENT);
  readonly #second = inject(Clock).second;
  #ticks = 0;
  readonly #count = linkedSignal({ source: this.#asked, computation: () => FIRST });

  readonly #source = computed<'live' | 'server' | 'unknown'>(() => {
    const { isWhole, taken, problem } = this.#store.listing();
    if (this.#time.choice().kind === 'replay') return 'live';
    if (this.#time.range()) return 'server';
    if (taken === 0 && problem === null) return 'unknown';
    return isWhole ? 'live' : 'server';
  });
  /** Whether the sessions come from the server in pages, and are asked for again now and then. */
  readonly isRefreshed = computed(() => this.#source() === 'server' && this.#time.range() === null);
  /** The time from one such list to the next, in milliseconds. */
  readonly refreshMs = computed(() => REFRESH_MS * this.#pageCount());
  readonly isLoading = this.#pages.isLoading;
  readonly problem = computed(() => (this.#source() === 'server' ? this.#pages.problem() : ''));
  readonly #pageCount = computed(() =>
    Math.max(1, Math.ceil((this.#pages.pages()?.list.sessions.length ?? 0) / MAX_SESSIONS_LISTED)),
  );
  /** The sessions of the picture; more than a page of them once a second, since each look at them takes its time. */
  readonly #known = computed<readonly SessionView[]>(() => {
    const isMany = this.#pageCount() > 1 || untracked(this.#store.sessions).length > MAX_SESSIONS_LISTED;
    if (!isMany) return this.#store.sessions();
    this.#second();
    return untracked(this.#store.sessions);
  });
  /** Number of sessions that the server was asked for and has listed. It changes with each page that is added. */
  readonly loaded = computed(() => (this.#source() === 'server' ? (this.#pages.pages()?.count ?? 0) : 0));
  /** Null before the first list, and while the filter cannot choose sessions. */
  readonly listed = computed<Listed | null>(() => {
    const asked = this.#asked();
    if (!asked || this.#source() === 'unknown') return null;
    if (this.#source() === 'live') return this.#fromPicture(asked);
    const pages = this.#pages.pages();
    return pages && this.#fromServer(pages);
  });

  constructor() {
    effect(() => {
      const asked = this.#asked();
      const count = this.#count();
      if (asked && this.#source() === 'server') untracked(() => void this.#pages.load(asked, count));
      else untracked(() => this.#pages.stop());
    });
    const timer = setInterval(() => this.#refresh(), REFRESH_MS);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      this.#pages.stop();
    });
  }

  /** Asks for twice as many. */
  showMore(): void {
    this.#count.update((count) => count * 2);
  }

  /** Asks for all, however many there are. */
  showAll(): void {
    this.#count.set(Infinity);
  }

  /** Asks the server again. */
  reload(): void {
    const asked = this.#asked();
    if (asked) void this.#pages.load(asked, this.#count());
  }

  #refresh(): void {
    this.#ticks += 1;
    const isSeen = this.#document.visibilityState === 'visible';
    const isDue = this.#ticks % this.#pageCount() === 0;
    if (isSeen && isDue && this.isRefreshed() && !this.isLoading()) this.reload();
  }

  #fromPicture(asked: AskedSessions): Listed {
    const query = { ...queryOf(asked), limit: Infinity };
    const { sessions, counts } = selectSessions(this.#known(), query);
    const { emptyForgotten } = this.#store.listing();
    return { sessions, counts, hasMore: false, emptyForgotten, completeSince: undefined };
  }

  #fromServer({ asked, list }: ListedPages): Listed {
    const known = new Map(list.sessions.map((session) => [session.sessionId, session]));
    for (const session of this.#known()) known.set(session.sessionId, session);
    const upTo = list.next === undefined ? undefined : parseSessionCursor(list.next);
    const query = { ...queryOf(asked), limit: Infinity, ...(upTo && { upTo }) };
    const { counts, emptyForgotten, completeSince } = list;
    return {
      sessions: selectSessions(known.values(), query).sessions,
      counts,
      hasMore: upTo !== undefined,
      emptyForgotten,
      completeSince,
    };
  }
}

function queryOf({ filter: text, range, withCalls, sort }: AskedSessions): Omit<SessionQuery, 'limit'> {
  const parsed = parseSessionFilter(text);
  return {
    withCalls,
    ...('filter' in parsed && { filter: parsed.filter }),
    ...(range && { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }),
    ...(sort && { sort }),
  };
}
