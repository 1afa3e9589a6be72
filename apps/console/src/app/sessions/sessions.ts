import { Component, computed, effect, inject, linkedSignal, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SessionSortKey } from '#contract';

import type { AskedSessions } from '../api/routes/sessions-api.ts';
import { Commands } from '../commands/commands.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import { formatSpan } from '../time/durations.ts';
import { formatMoment } from '../time/times.ts';
import { DialogRequests } from '../ui/dialogs/dialog-requests.ts';
import { KeepFocus } from '../ui/focus/keep-focus.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount } from '../ui/numbers.ts';
import { rowList } from '../ui/rows/row-list.ts';
import { RowScroll, RowScrollElement } from '../ui/rows/row-scroll.ts';
import { SortButton } from '../ui/sort-button.ts';
import { TimeScope } from '../view/time-scope.ts';
import { UrlState } from '../view/url-state.ts';
import { EndSessions } from './ending/end-sessions.ts';
import { inFormerOrder } from './held-order.ts';
import { ListedSessions } from './listed-sessions.ts';
import { runningBySession, runningInAll, type RunningIn } from './running-in.ts';
import { SessionCells } from './session-cells.ts';
import { SessionChoice } from './session-choice.ts';
import { directionOf, reorder, SESSION_ORDER } from './session-order.ts';
import { sessionLines } from './session-lines.ts';
import { SessionPages } from './session-pages.ts';
import { UnfoldedWork } from './unfolded-work.ts';
import { groupWork, type Work } from './work.ts';

/** A column of the table; without a key it does not sort. */
interface Column {
  label: string;
  key?: SessionSortKey;
  kind?: 'number' | 'less';
}

const COLUMNS: readonly Column[] = [
  { label: 'Agent', key: 'client' },
  { label: 'State' },
  { label: 'Opened', key: 'openedAt' },
  { label: 'Duration', kind: 'number' },
  { label: 'Last seen', key: 'lastSeen', kind: 'number' },
  { label: 'In flight', key: 'inFlight', kind: 'number' },
  { label: 'Calls', key: 'calls', kind: 'number' },
  { label: 'Errors', key: 'errors', kind: 'number' },
  { label: 'Origin', kind: 'less' },
  { label: 'MCP', kind: 'less' },
  { label: 'Tenant', kind: 'less' },
];

/** The page of the sessions: live ones and past ones, as pieces of work. */
@Component({
  selector: 'app-sessions',
  imports: [EndSessions, KeepFocus, Missing, RouterLink, RowScrollElement, SessionCells, SortButton],
  providers: [SessionChoice, SessionPages, ListedSessions, RowScroll, UnfoldedWork],
  templateUrl: './sessions.html',
  styleUrl: './sessions.css',
  host: { class: 'table-page' },
})
export class Sessions {
  readonly #store = inject(LiveStore);
  readonly #now = inject(PictureTime).second;
  readonly #url = inject(UrlState);
  protected readonly choice = inject(SessionChoice);
  protected readonly list = inject(ListedSessions);
  protected readonly commands = inject(Commands);
  protected readonly kept = this.#url.kept;
  protected readonly range = inject(TimeScope).range;

  protected readonly columns = COLUMNS;
  protected readonly width = computed(() => COLUMNS.length + (this.commands.offered() ? 1 : 0));
  protected readonly listed = this.list.listed;
  readonly #works = computed(() => groupWork(this.listed()?.sessions ?? [], this.choice.order()));
  /** Whether somebody points at a row, or has the focus in one: rows do not move then. */
  protected readonly isHeld = signal(false);
  protected readonly works = linkedSignal<
    { present: Work[]; asked: AskedSessions | null; loaded: number },
    Work[]
  >({
    source: () => ({ present: this.#works(), asked: this.choice.asked(), loaded: this.list.loaded() }),
    computation: ({ present, asked, loaded }, last) => {
      const isSame = last?.source.asked === asked && last.source.loaded === loaded;
      const isHeld = this.isHeld() && isSame && last.value.length > 0;
      return isHeld ? inFormerOrder(last.value, present) : present;
    },
  });
  /** Number of rows that wait until nobody points at the list. */
  protected readonly waiting = computed(() => this.#works().length - this.works().length);
  protected readonly unfolded = inject(UnfoldedWork);
  protected readonly lines = computed(() =>
    sessionLines(
      this.works(),
      (work) => this.unfolded.has(work),
      (sessionId) => this.#answerTo(sessionId),
    ),
  );
  readonly #rows = rowList({
    rows: this.lines,
    keyOf: ({ key }) => key,
    isWhole: () => !this.listed()?.hasMore,
  });
  protected readonly parts = this.#rows.parts;
  /** What is shown of the past says nothing about what runs now. */
  readonly #running = computed(() => {
    const totals = this.#store.totals();
    return totals && !this.range() ? runningBySession(totals, this.#now()) : new Map<string, RunningIn>();
  });
  protected readonly counts = computed(() => this.listed()?.counts ?? { open: 0, ended: 0, withoutCalls: 0 });
  /** Sessions without a call, also those that nobody can list any more. */
  protected readonly silent = computed(() => {
    const forgotten =
      this.choice.filterText() === '' && !this.range() ? (this.listed()?.emptyForgotten ?? 0) : 0;
    return this.counts().withoutCalls + forgotten;
  });
  /** Since when all sessions of the range are known, if that is after its beginning. */
  protected readonly incompleteBefore = computed(() => {
    const range = this.range();
    const since = this.listed()?.completeSince;
    const isIncomplete = range && since !== undefined && range.from < Date.parse(since);
    return isIncomplete ? formatMoment(since, this.#now()) : '';
  });
  /** What the dialog is about to end. */
  protected readonly endings = new DialogRequests<AskedSessions>();
  protected readonly canEndAll = computed(
    () =>
      this.commands.offered() && this.choice.filterText() !== '' && !this.range() && this.counts().open > 0,
  );
  protected readonly directionOf = directionOf;
  protected readonly formatCount = formatCount;
  protected readonly formatSpan = formatSpan;

  constructor() {
    effect(() => {
      const isReady = this.listed()?.hasMore && !this.list.isLoading() && this.list.problem() === '';
      if (this.#rows.isAtEnd() && isReady) untracked(() => this.list.showMore());
    });
  }

  /** Goes to an end of the list, which is loaded up to there first. */
  protected goTo(end: 'first' | 'last', event: Event): void {
    this.#rows.goTo(end, event);
    if (end === 'last' && this.listed()?.hasMore) this.list.showAll();
  }

  protected endAll(): void {
    const asked = this.choice.asked();
    if (asked) this.endings.ask(asked);
  }

  protected sortBy(key: SessionSortKey): void {
    this.#url.set(SESSION_ORDER, reorder(this.choice.order(), key), { replace: true });
  }

  protected runningIn({ sessions }: Pick<Work, 'sessions'>): RunningIn | null {
    return runningInAll(sessions.map(({ sessionId }) => this.#running().get(sessionId)));
  }

  #answerTo(sessionId: string): string {
    const state = this.commands.stateOf(sessionId);
    return state?.step === 'refused' ? state.answer : '';
  }
}
