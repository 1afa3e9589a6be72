import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { CONSOLE_PAGES } from '#contract';

import { analysisScope, linkScope, STEPS } from '../analysis/analysis-scope.ts';
import { eventLink, toolTerm } from '../analysis/links/event-links.ts';
import { heldRows } from '../analysis/tables/held-rows.ts';
import { KnownSessions, sessionsOf } from '../analysis/known-sessions.ts';
import { currentMoment } from '../analysis/current-moment.ts';
import { remembered } from '../analysis/remembered.ts';
import { ScopeNote } from '../analysis/scope-note.ts';
import { sessionsTerm } from '../analysis/links/session-links.ts';
import { SortHead } from '../analysis/tables/sort-head.ts';
import { inOrder, reorder, type TableColumn } from '../analysis/tables/table-order.ts';
import { stepWeights, trendOf, wholeSteps } from '../analysis/trend.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { StatsApi } from '../api/routes/stats-api.ts';
import { failureLookOf } from '../call/call-look.ts';
import { formatWhen } from '../time/when.ts';
import { CountLink } from '../ui/count-link.ts';
import { Missing } from '../ui/missing.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { Presence } from '../ui/focus/presence.ts';
import { RowToggle } from '../ui/row-toggle.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import { Sparkline } from '../ui/sparkline.ts';
import { textParameter } from '../view/parameter.ts';
import { UrlState } from '../view/url-state.ts';
import { ERROR_COLUMNS, ERROR_ORDER, nameOf, valueOf } from './error-columns.ts';
import { ErrorCalls } from './error-calls.ts';
import { errorGroupsOf, type ErrorGroup } from './error-groups.ts';
import { MOST_ERRORS, NewestErrors } from './newest-errors.ts';

const LIVE_SPAN_MS = 86_400_000;
const STEP = 50;
const OPEN_GROUP = textParameter('group');
const liveDay = () => analysisScope(LIVE_SPAN_MS);

/** The page of errors. Similar failures form one row, which opens into its calls. */
@Component({
  selector: 'app-errors',
  imports: [CountLink, ErrorCalls, Missing, Presence, RowToggle, ScopeNote, ShowMore, SortHead, Sparkline],
  providers: [NewestErrors, sessionsOf(liveDay)],
  templateUrl: './errors.html',
  styleUrl: './errors.css',
  host: { class: 'table-page' },
})
export class Errors {
  readonly #url = inject(UrlState);
  readonly #owner = inject(DestroyRef);
  readonly #stats = inject(StatsApi);
  readonly #newest = inject(NewestErrors);
  readonly #sessions = inject(KnownSessions);
  readonly #now = currentMoment();
  protected readonly order = this.#url.value(ERROR_ORDER, this.#owner);
  protected readonly open = this.#url.value(OPEN_GROUP, this.#owner);
  /** Whether the pointer or the focus is in the rows, which then keep their places. */
  protected readonly isHeld = signal(false);
  protected readonly columns = ERROR_COLUMNS;
  protected readonly pages = CONSOLE_PAGES;

  protected readonly scope = liveDay();
  protected readonly sample = new ServerAnswer(this.scope, (asked, signal) =>
    this.#newest.read(asked, signal),
  );
  protected readonly counters = new ServerAnswer(this.scope, (asked, signal) =>
    this.#stats.range(asked, signal),
  );
  readonly #linkScope = linkScope(this.scope);
  readonly #groups = computed(() =>
    errorGroupsOf(this.sample.value()?.calls ?? [], (sessionId) => this.#sessions.clientOf(sessionId)),
  );
  readonly #all = computed(() => inOrder(this.#groups(), this.order(), valueOf, nameOf));
  readonly #held = heldRows(this.#all, this.order, this.isHeld, ({ key }) => key);
  protected readonly list = firstRows(this.#held, STEP);
  protected readonly count = computed(() => this.#all().length);
  protected readonly errors = computed(() => this.sample.value()?.calls.length ?? 0);
  protected readonly bound = computed(() => {
    const sample = this.sample.value();
    if (!sample || sample.isWhole) return '';
    const all = this.counters.value()?.errorCount;
    return `the newest ${formatCount(MOST_ERRORS)}${all === undefined ? '' : ` of ${formatCount(all)}`} errors`;
  });
  protected readonly formatCount = formatCount;
  protected readonly formatShare = formatShare;
  protected readonly lookOf = failureLookOf;

  /** The steps of the trends, from the oldest known error. */
  readonly #steps = computed(() => {
    const { from, to } = this.scope();
    const oldest = this.sample.value()?.calls[0]?.at ?? from;
    const start = Math.max(from, Math.min(oldest, to - STEPS));
    return stepWeights({ from: start, to, stepMs: Math.ceil((to - start) / STEPS) });
  });

  /** The trend of a group, computed once per sample. */
  protected readonly trends = computed(() => {
    const [steps, scope] = [this.#steps(), this.scope()];
    return remembered((group: ErrorGroup) => wholeSteps(trendOf(group.calls, steps), scope));
  });

  protected moment(at: number): string {
    return formatWhen(new Date(at).toISOString(), this.#now());
  }

  protected readonly links = computed(() => {
    const scope = this.#linkScope();
    const areAll = this.errors() > 0 && this.sample.value()?.isWhole;
    return {
      toAll: areAll ? eventLink(scope, 'is:error') : null,
      // The tool and the kind follow from the key. They say what the filter is about, and let the log use its index.
      toCalls: remembered(({ tool, kind, key }: ErrorGroup) =>
        eventLink(scope, toolTerm(tool), `kind:${kind}`, `group:${key}`),
      ),
      toSessions: remembered((group: ErrorGroup) => eventLink({ ...scope, filter: '' }, termOf(group))),
    };
  });

  protected sortBy(column: TableColumn<string>): void {
    const known = ERROR_COLUMNS.find((one) => one.column === column.column);
    if (known) this.#url.set(ERROR_ORDER, reorder(this.order(), known), { replace: true });
  }

  protected toggle(group: string): void {
    this.#url.set(OPEN_GROUP, this.open() === group ? '' : group);
  }
}

/** Returns the term for the sessions of a group; null if they are too many for a link. */
function termOf({ calls }: ErrorGroup): string | null {
  return sessionsTerm([...new Set(calls.map(({ sessionId }) => sessionId))]);
}
