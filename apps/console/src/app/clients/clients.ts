import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CONSOLE_PAGES, printValue } from '#contract';

import { analysisScope } from '../analysis/analysis-scope.ts';
import { failureTone } from '../analysis/change.ts';
import { EACH_STEP, EndSamples } from '../analysis/end-samples.ts';
import { clientTerm, eventLink } from '../analysis/event-links.ts';
import { heldRows } from '../analysis/held-rows.ts';
import { KnownSessions, sessionsOf } from '../analysis/known-sessions.ts';
import { currentMoment } from '../analysis/current-moment.ts';
import { ScopeNote } from '../analysis/scope-note.ts';
import { SortHead } from '../analysis/sort-head.ts';
import { inOrder, reorder, type TableColumn } from '../analysis/table-order.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { formatLatency } from '../time/durations.ts';
import { formatWhen } from '../time/when.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { Presence } from '../ui/presence.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import { UrlState } from '../view/url-state.ts';
import { CLIENT_COLUMNS, CLIENT_ORDER, nameOf, valueOf } from './client-columns.ts';
import { clientRows, isOlder, type ClientRow } from './client-rows.ts';
import { QuotaBars } from './quota-bars.ts';

const LIVE_SPAN_MS = 86_400_000;
const STEP = 100;
/** Maximum number of sessions in the filter of a link. */
const NAMED_SESSIONS = 20;
const liveDay = () => analysisScope(LIVE_SPAN_MS);

/** The page of clients: which versions call tools, which fail since an update, and which use an older revision. */
@Component({
  selector: 'app-clients',
  imports: [Missing, Presence, QuotaBars, RouterLink, ScopeNote, ShowMore, SortHead],
  providers: [EndSamples, sessionsOf(liveDay)],
  templateUrl: './clients.html',
  styleUrl: './clients.css',
  host: { class: 'table-page' },
})
export class Clients {
  readonly #url = inject(UrlState);
  readonly #samples = inject(EndSamples);
  readonly #now = currentMoment();
  protected readonly sessions = inject(KnownSessions);
  protected readonly order = this.#url.value(CLIENT_ORDER, inject(DestroyRef));
  /** Whether the pointer or the focus is in the rows, which then keep their places. */
  protected readonly isHeld = signal(false);
  protected readonly columns = CLIENT_COLUMNS;
  protected readonly pages = CONSOLE_PAGES;

  protected readonly scope = liveDay();
  protected readonly sample = new ServerAnswer(this.scope, (asked, signal) =>
    this.#samples.read(asked, signal),
  );
  readonly #alive = computed(() => {
    const { from, to } = this.scope();
    return [...this.sessions.byId().values()].filter(
      ({ openedAt, lastEventAt }) => Date.parse(lastEventAt) >= from && Date.parse(openedAt) < to,
    );
  });
  readonly #all = computed(() => {
    const rows = clientRows(this.#alive(), this.sample.value(), this.scope().filter !== '');
    return inOrder(rows, this.order(), valueOf, nameOf);
  });
  readonly #held = heldRows(this.#all, this.order, this.isHeld, nameOf);
  protected readonly list = firstRows(this.#held, STEP);
  protected readonly count = computed(() => this.#all().length);
  protected readonly isLoading = computed(() => !this.sessions.list.value() || !this.sample.value());
  protected readonly problem = computed(() => this.sessions.list.problem() || this.sample.problem());
  protected readonly notes = computed(() => {
    const [list, sample] = [this.sessions.list.value(), this.sample.value()];
    const notes: string[] = [];
    const all = list ? list.counts.open + list.counts.ended : 0;
    if (list && list.sessions.length < all)
      notes.push(`the newest ${formatCount(list.sessions.length)} of ${formatCount(all)} sessions`);
    if (sample && !sample.isWhole)
      notes.push(`calls and errors are estimates from the newest ${EACH_STEP} ends of each step`);
    return notes;
  });
  protected readonly toneOf = failureTone;
  protected readonly formatCount = formatCount;
  protected readonly formatShare = formatShare;
  protected readonly formatLatency = formatLatency;
  protected readonly isOlder = isOlder;

  protected moment(at: number): string {
    return formatWhen(new Date(at).toISOString(), this.#now());
  }

  protected callsLink(row: ClientRow, ...terms: string[]) {
    return eventLink(this.scope(), this.#termOf(row), ...terms);
  }

  protected slowerLink(row: ClientRow) {
    const { p95LatencyMs: ms } = row;
    return ms === null ? null : this.callsLink(row, 'type:tool:done', `duration:>=${Math.floor(ms)}ms`);
  }

  protected sessionsLink(row: ClientRow) {
    return eventLink({ ...this.scope(), filter: '' }, this.#termOf(row));
  }

  protected reload(): void {
    this.sessions.list.reload();
    this.sample.reload();
  }

  protected sortBy(column: TableColumn<string>): void {
    const known = CLIENT_COLUMNS.find((one) => one.column === column.column);
    if (known) this.#url.set(CLIENT_ORDER, reorder(this.order(), known), { replace: true });
  }

  /**
   * A filter can match the name of a client but not its version, so one of several versions is selected by its
   * sessions.
   */
  #termOf({ name, sessions }: ClientRow): string {
    const isOnly = this.#all().filter((row) => row.name === name).length === 1;
    if (isOnly || sessions.length > NAMED_SESSIONS) return clientTerm(name);
    return `session:${sessions.map(({ sessionId }) => printValue(sessionId)).join(',')}`;
  }
}
