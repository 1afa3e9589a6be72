import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import type { SessionView } from '#contract';

import { Commands } from '../commands/commands.ts';
import { ActiveFilter } from '../filter/active-filter.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatAgo, formatMoment } from '../time/times.ts';
import { formatCount } from '../ui/numbers.ts';
import { choiceParameter } from '../view/parameter.ts';
import { UrlState } from '../view/url-state.ts';
import { EndedSessions } from './ended-sessions.ts';
import { sessionRows } from './session-rows.ts';

/** Number of sessions shown at first, and added by each click. A long table makes every repaint slow. */
const STEP = 50;

/** Whether sessions without a call are listed too. */
const WITHOUT_CALLS = choiceParameter('silent', ['folded', 'shown']);

/** The page of the sessions: open ones first, then those that have ended. */
@Component({
  selector: 'app-sessions',
  providers: [EndedSessions],
  templateUrl: './sessions.html',
  styleUrl: './sessions.css',
})
export class Sessions {
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  readonly #url = inject(UrlState);
  readonly #silent = this.#url.value(WITHOUT_CALLS, inject(DestroyRef));
  readonly #shown = signal(STEP);
  protected readonly commands = inject(Commands);
  protected readonly filter = inject(ActiveFilter);
  protected readonly older = inject(EndedSessions);

  protected readonly showsSilent = computed(() => this.#silent() === 'shown');
  readonly #all = computed(() =>
    sessionRows(this.#store.sessions(), this.older.sessions(), this.showsSilent()),
  );
  protected readonly rows = computed(() => this.#all().rows.slice(0, this.#shown()));
  protected readonly silent = computed(() => this.#all().withoutCalls);
  protected readonly open = computed(() => this.#store.totals()?.activeSessions ?? 0);
  /** Number of open sessions that are not in the list, because it was full. */
  protected readonly unlisted = computed(() => {
    const listed = this.#store.sessions().filter(({ state }) => state === 'open').length;
    return this.#store.listings() > 0 ? Math.max(0, this.open() - listed) : 0;
  });
  protected readonly anyDerived = computed(() => this.rows().some(({ origin }) => origin === 'derived'));
  protected readonly more = computed(() => this.#all().rows.length - this.rows().length);
  protected readonly formatCount = formatCount;

  constructor() {
    void this.older.load();
  }

  protected showMore(): void {
    this.#shown.update((shown) => shown + STEP);
    if (this.more() === 0) void this.older.load();
  }

  protected showSilent(shown: boolean): void {
    this.#url.set(WITHOUT_CALLS, shown ? 'shown' : 'folded');
  }

  protected opened(session: SessionView): string {
    return formatMoment(session.openedAt, this.#time.second());
  }

  protected lastEvent(session: SessionView): string {
    return formatAgo(Date.parse(session.lastEventAt), this.#time.second());
  }

  protected stateText({ state, endReason }: SessionView): string {
    if (state === 'open' || !endReason) return state;
    return `${state} (${endReason})`;
  }
}
