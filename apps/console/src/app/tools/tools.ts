import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { OTHER_TOOLS, UNKNOWN_TOOLS } from '#contract';

import { ActiveFilter } from '../filter/active-filter.ts';
import { LiveStore } from '../picture/live-store.ts';
import { formatLatency } from '../time/durations.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { SortButton, type SortDirection } from '../ui/sort-button.ts';
import { UrlState } from '../view/url-state.ts';
import { LatencyStrip } from './latency-strip.ts';
import { inOrder, reorder, TOOL_ORDER, type ToolColumn } from './tool-order.ts';

/** Number of tools shown at first, and added by each click. A long table makes every repaint slow. */
const STEP = 100;

/** The page of the tools: calls, failures and latency of each. */
@Component({
  selector: 'app-tools',
  imports: [LatencyStrip, SortButton],
  templateUrl: './tools.html',
  styleUrl: './tools.css',
})
export class Tools {
  readonly #totals = inject(LiveStore).totals;
  readonly #url = inject(UrlState);
  readonly #order = this.#url.value(TOOL_ORDER, inject(DestroyRef));
  readonly #shown = signal(STEP);
  protected readonly filter = inject(ActiveFilter);

  protected readonly columns: readonly { column: ToolColumn; label: string }[] = [
    { column: 'tool', label: 'Tool' },
    { column: 'calls', label: 'Calls' },
    { column: 'errors', label: 'Errors' },
    { column: 'errorShare', label: 'Error rate' },
    { column: 'inFlight', label: 'In flight' },
    { column: 'p50LatencyMs', label: 'p50' },
    { column: 'p95LatencyMs', label: 'p95' },
    { column: 'p99LatencyMs', label: 'p99' },
  ];
  protected readonly hints: Readonly<Record<string, string>> = {
    [UNKNOWN_TOOLS]: 'tools that are not offered',
    [OTHER_TOOLS]: 'all further tools',
  };
  readonly #all = computed(() => inOrder(this.#totals()?.tools ?? {}, this.#order()));
  protected readonly count = computed(() => this.#all().length);
  protected readonly rows = computed(() => this.#all().slice(0, this.#shown()));
  protected readonly more = computed(() => this.count() - this.rows().length);
  protected readonly formatCount = formatCount;
  protected readonly formatShare = formatShare;
  protected readonly formatLatency = formatLatency;

  protected showMore(): void {
    this.#shown.update((shown) => shown + STEP);
  }

  protected sortBy(column: ToolColumn): void {
    this.#url.set(TOOL_ORDER, reorder(this.#order(), column), { replace: true });
  }

  protected sortOf(column: ToolColumn): SortDirection {
    const order = this.#order();
    if (order.column !== column) return 'none';
    return order.descending ? 'descending' : 'ascending';
  }
}
