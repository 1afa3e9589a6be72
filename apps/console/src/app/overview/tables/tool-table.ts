import { Component, computed, inject, signal } from '@angular/core';
import { OTHER_TOOLS, UNKNOWN_TOOLS } from '#contract';

import { LiveStore } from '../../picture/live-store.ts';
import { formatLatency } from '../../time/durations.ts';
import { Icon } from '../../ui/icon.ts';
import { formatCount, formatShare } from '../../ui/numbers.ts';
import { inOrder, reorder, type ToolColumn, type ToolOrder } from './tool-order.ts';

/** Maximum number of tools shown. A line gives the number of further ones. */
const SHOWN = 100;

/** The tools with their calls, failures and latency. */
@Component({
  selector: 'app-tool-table',
  imports: [Icon],
  templateUrl: './tool-table.html',
  styleUrl: './tables.css',
})
export class ToolTable {
  readonly #totals = inject(LiveStore).totals;
  readonly #order = signal<ToolOrder>({ column: 'calls', descending: true });

  protected readonly columns: readonly { column: ToolColumn; label: string; hint: string }[] = [
    { column: 'tool', label: 'Tool', hint: 'name' },
    { column: 'calls', label: 'Calls', hint: 'calls started' },
    { column: 'errors', label: 'Errors', hint: 'calls that failed' },
    { column: 'inFlight', label: 'In flight', hint: 'calls running now' },
    { column: 'p50LatencyMs', label: 'p50', hint: 'median latency, last 5 minutes' },
    { column: 'p95LatencyMs', label: 'p95', hint: '95th percentile, last 5 minutes' },
    { column: 'p99LatencyMs', label: 'p99', hint: '99th percentile, last 5 minutes' },
  ];
  protected readonly hints: Readonly<Record<string, string>> = {
    [UNKNOWN_TOOLS]: 'calls of tools that are not offered',
    [OTHER_TOOLS]: 'calls of all further tools',
  };
  readonly #all = computed(() => inOrder(this.#totals()?.tools ?? {}, this.#order()));
  protected readonly rows = computed(() => this.#all().slice(0, SHOWN));
  protected readonly more = computed(() => this.#all().length - this.rows().length);
  protected readonly formatCount = formatCount;
  protected readonly formatShare = formatShare;
  protected readonly formatLatency = formatLatency;

  protected sortBy(column: ToolColumn): void {
    this.#order.update((order) => reorder(order, column));
  }

  protected sortOf(column: ToolColumn): 'ascending' | 'descending' | 'none' {
    const order = this.#order();
    if (order.column !== column) return 'none';
    return order.descending ? 'descending' : 'ascending';
  }
}
