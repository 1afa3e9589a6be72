import { Component, computed, inject } from '@angular/core';

import { LiveStore } from '../picture/live-store.ts';
import { formatLatency } from '../time/durations.ts';
import { formatShortMoment } from '../time/times.ts';
import { Icon } from '../ui/icon.ts';
import { formatBigCount, formatCount, formatShare } from '../ui/numbers.ts';

/** The counters and percentiles of everything on the server. */
@Component({
  selector: 'app-stat-cards',
  imports: [Icon],
  templateUrl: './stat-cards.html',
  styleUrl: './stat-cards.css',
})
export class StatCards {
  readonly #totals = inject(LiveStore).totals;

  protected readonly figures = computed(() => {
    const totals = this.#totals();
    if (!totals) return null;
    return {
      sessions: formatCount(totals.activeSessions),
      inFlight: formatCount(totals.toolCallsInFlight),
      calls: formatBigCount(totals.totalToolCalls),
      since: formatShortMoment(totals.since, Date.now()),
      errors: formatBigCount(totals.errorCount),
      anyErrors: totals.errorCount > 0,
      errorShare: formatShare(totals.errorCount, totals.totalToolCalls),
      p50: formatLatency(totals.p50LatencyMs),
      p95: formatLatency(totals.p95LatencyMs),
      p99: formatLatency(totals.p99LatencyMs),
    };
  });
}
