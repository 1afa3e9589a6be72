import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { CONSOLE_PAGES } from '#contract';

import { fullName } from '../agents/agent-names.ts';
import { analysisScope, linkScope } from '../analysis/analysis-scope.ts';
import { failureTone } from '../analysis/change.ts';
import { EACH_STEP, EndSamples } from '../analysis/end-samples.ts';
import { heldRows } from '../analysis/tables/held-rows.ts';
import { KnownSessions, sessionsOf } from '../analysis/known-sessions.ts';
import { currentMoment } from '../analysis/current-moment.ts';
import { remembered } from '../analysis/remembered.ts';
import { ScopeNote } from '../analysis/scope-note.ts';
import { NAMED_SESSIONS } from '../analysis/links/session-links.ts';
import { SortHead } from '../analysis/tables/sort-head.ts';
import { inOrder, reorder, type TableColumn } from '../analysis/tables/table-order.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { formatLatency } from '../time/durations.ts';
import { formatWhen } from '../time/when.ts';
import { CountLink } from '../ui/count-link.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { Presence } from '../ui/focus/presence.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import { UrlState } from '../view/url-state.ts';
import { CLIENT_COLUMNS, CLIENT_ORDER, nameOf, valueOf } from './client-columns.ts';
import { clientLinks } from './client-links.ts';
import { clientRows, isOlder, type ClientRow } from './client-rows.ts';
import { QuotaBars } from './quota-bars.ts';

const LIVE_SPAN_MS = 86_400_000;
const STEP = 100;
const liveDay = () => analysisScope(LIVE_SPAN_MS);

/** The page of clients: which versions call tools, which fail since an update, and which use an older revision. */
@Component({
  selector: 'app-clients',
  imports: [CountLink, Missing, Presence, QuotaBars, ScopeNote, ShowMore, SortHead, WholeText],
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
  protected readonly sessionsPage = `/${CONSOLE_PAGES.sessions}`;
  protected readonly namedSessions = NAMED_SESSIONS;
  protected readonly fullName = fullName;

  protected readonly scope = liveDay();
  readonly #linkScope = linkScope(this.scope);
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

  /** The links of a row, made once for each state of the table. */
  protected readonly linksOf = computed(() => {
    const [scope, rows] = [this.#linkScope(), this.#all()];
    return remembered((row: ClientRow) => clientLinks(scope, row, rows));
  });

  /** Whether a figure is no link. */
  protected readonly isUnlinked = computed(() => {
    const linksOf = this.linksOf();
    return this.list.rows().some((row) => linksOf(row).sessions === null);
  });

  protected reload(): void {
    this.sessions.list.reload();
    this.sample.reload();
  }

  protected sortBy(column: TableColumn<string>): void {
    const known = CLIENT_COLUMNS.find((one) => one.column === column.column);
    if (known) this.#url.set(CLIENT_ORDER, reorder(this.order(), known), { replace: true });
  }
}
