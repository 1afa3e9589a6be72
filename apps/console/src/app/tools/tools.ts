import { Component, computed, DestroyRef, inject, signal, untracked } from '@angular/core';
import { OTHER_TOOLS, UNKNOWN_TOOLS, type ToolCounts } from '#contract';

import { analysisScope, linkScope } from '../analysis/analysis-scope.ts';
import { failureTone } from '../analysis/change.ts';
import { EACH_STEP, EndSamples } from '../analysis/end-samples.ts';
import { Heatmap } from '../analysis/heatmap/heatmap.ts';
import { heldRows } from '../analysis/tables/held-rows.ts';
import { sessionsOf } from '../analysis/known-sessions.ts';
import { heatOf } from '../analysis/heatmap/latency-heat.ts';
import { remembered } from '../analysis/remembered.ts';
import { ScopeNote } from '../analysis/scope-note.ts';
import { SortHead } from '../analysis/tables/sort-head.ts';
import { reorder, type TableColumn } from '../analysis/tables/table-order.ts';
import { trendOf, wholeSteps } from '../analysis/trend.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatLatency } from '../time/durations.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { formatTokens, tokensOf } from '../ui/tokens.ts';
import { CountLink } from '../ui/count-link.ts';
import { Missing } from '../ui/missing.ts';
import { Presence } from '../ui/focus/presence.ts';
import { RowToggle } from '../ui/row-toggle.ts';
import { rowList } from '../ui/rows/row-list.ts';
import { RowDetail, RowScroll, RowScrollElement } from '../ui/rows/row-scroll.ts';
import { Sparkline } from '../ui/sparkline.ts';
import { choiceParameter, textParameter } from '../view/parameter.ts';
import { UrlState } from '../view/url-state.ts';
import { ChangedTools } from './changed/changed-tools.ts';
import { TOOL_COLUMNS, TOOL_ORDER, type ToolColumn } from './tool-columns.ts';
import { ToolDetail } from './tool-detail.ts';
import { toolLinks, toolRows, uncalledTools } from './tool-rows.ts';
import { LIVE_SPAN_MS, ToolsPicture } from './tools-picture.ts';
import { UncalledTools } from './uncalled-tools.ts';

const OPEN_TOOL = textParameter('tool');
const UNCALLED = choiceParameter('uncalled', ['folded', 'shown']);
const NO_TOOLS: Readonly<Record<string, ToolCounts>> = {};

/** The page of the tools: how often each is called, how it fails, how long it takes, and what has changed. */
@Component({
  selector: 'app-tools',
  imports: [
    ChangedTools,
    CountLink,
    Heatmap,
    Missing,
    Presence,
    RowDetail,
    RowScrollElement,
    RowToggle,
    ScopeNote,
    SortHead,
    Sparkline,
    ToolDetail,
    UncalledTools,
  ],
  providers: [EndSamples, RowScroll, ToolsPicture, sessionsOf(() => analysisScope(LIVE_SPAN_MS))],
  templateUrl: './tools.html',
  styleUrl: './tools.css',
  host: { class: 'table-page' },
})
export class Tools {
  readonly #store = inject(LiveStore);
  readonly #url = inject(UrlState);
  readonly #owner = inject(DestroyRef);
  readonly #uncalled = this.#url.value(UNCALLED, this.#owner);
  protected readonly picture = inject(ToolsPicture);
  protected readonly order = this.#url.value(TOOL_ORDER, this.#owner);
  protected readonly open = this.#url.value(OPEN_TOOL, this.#owner);

  /** Whether people are among the rows, which then keep their places. */
  protected readonly isHeld = signal(false);
  protected readonly columns = TOOL_COLUMNS;
  protected readonly hints: Readonly<Record<string, string>> = {
    [UNKNOWN_TOOLS]: 'not offered',
    [OTHER_TOOLS]: 'all further tools',
  };
  readonly #linkScope = linkScope(this.picture.scope);
  readonly #counts = computed(() => this.picture.counters.value()?.tools ?? NO_TOOLS);
  protected readonly changed = computed(() =>
    this.#offered().filter(({ changedAt }) => changedAt !== undefined),
  );
  readonly #offered = computed(() => this.picture.offered.value()?.tools ?? []);
  readonly #all = computed(() =>
    toolRows(
      {
        tools: this.#counts(),
        before: this.picture.before.value()?.tools ?? null,
        offered: this.#offered(),
        running: this.#running(),
      },
      this.order(),
    ),
  );
  readonly #held = heldRows(this.#all, this.order, this.isHeld, ({ tool }) => tool);
  protected readonly rows = rowList({
    rows: this.#held,
    keyOf: ({ tool }) => tool,
    open: () => this.#held().findIndex(({ tool }) => tool === this.open()),
  });
  protected readonly count = computed(() => this.#all().length);
  /** What is offered and was not called. A filter leaves out calls, so that nothing can be said with one. */
  protected readonly uncalled = computed(() =>
    this.picture.scope().filter === '' && this.picture.counters.value()
      ? uncalledTools(this.#offered(), this.#counts())
      : [],
  );
  protected readonly showsUncalled = computed(() => this.#uncalled() === 'shown');
  protected readonly uncalledTokens = computed(() =>
    this.uncalled().reduce((sum, { definitionBytes }) => sum + tokensOf(definitionBytes), 0),
  );
  /** The tools that were called at any time. */
  protected readonly everCalled = computed(() => this.#store.totals()?.tools ?? null);
  protected readonly sampleNote = computed(() => {
    const sample = this.picture.sample.value();
    if (!sample) return '';
    if (sample.isWhole) return 'calls over time and latency: of every call';
    return `calls over time and latency: of the newest ${EACH_STEP} ends of each of ${sample.end - sample.first} steps`;
  });
  protected readonly toneOf = failureTone;
  protected readonly formatCount = formatCount;
  protected readonly formatShare = formatShare;
  protected readonly formatLatency = formatLatency;
  protected readonly formatTokens = formatTokens;

  protected readonly linksOf = computed(() => {
    const scope = this.#linkScope();
    return remembered((tool: string) => toolLinks(scope, tool));
  });

  readonly #isLive = computed(() => this.picture.scope().isLive);

  /** What is drawn of a tool, once for each sample; null for one that is not in it. */
  protected readonly drawings = computed(() => {
    const sample = this.picture.sample.value();
    const ends = this.picture.endsByTool();
    const isLive = this.#isLive();
    return remembered((tool: string) => {
      const own = ends.get(tool);
      if (!sample || !own) return null;
      return { heat: heatOf(own, sample), trend: wholeSteps(trendOf(own, sample), { isLive }) };
    });
  });

  protected sortBy(column: TableColumn<string>): void {
    const known = TOOL_COLUMNS.find((one) => one.column === column.column);
    if (known) this.#url.set(TOOL_ORDER, reorder<ToolColumn>(this.order(), known), { replace: true });
  }

  protected toggle(tool: string): void {
    this.#url.set(OPEN_TOOL, this.open() === tool ? '' : tool);
  }

  protected toggleUncalled(): void {
    this.#url.set(UNCALLED, this.showsUncalled() ? 'folded' : 'shown');
  }

  /** What runs now, live and without a filter: the stream knows it. */
  #running(): ((tool: string) => number) | null {
    const { isLive, filter } = this.picture.scope();
    if (!isLive || filter !== '') return null;
    // As of the other figures: with every picture of the stream the whole table would be made again.
    const live = untracked(this.#store.totals)?.tools;
    return live ? (tool) => live[tool]?.inFlight ?? 0 : null;
  }
}
