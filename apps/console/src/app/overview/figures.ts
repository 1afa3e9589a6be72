import { Component, computed, inject } from '@angular/core';

import { LiveRates } from '../picture/live-rates.ts';
import { LiveStore } from '../picture/live-store.ts';
import { PictureTime } from '../picture/picture-time.ts';
import type { Rates } from '../picture/rate-window.ts';
import { formatLatency, formatSpan } from '../time/durations.ts';
import { formatShortMoment } from '../time/times.ts';
import { formatBigCount, formatCount, formatRate, formatShare } from '../ui/numbers.ts';
import { runningCall } from './running-call.ts';

/** From this share of failed calls on, the error rate is shown as trouble. */
const ALARMING = 0.01;

/** The figures at the top: what happens now, and beside it what happened in all. */
@Component({
  selector: 'app-figures',
  templateUrl: './figures.html',
  styleUrl: './figures.css',
})
export class Figures {
  readonly #totals = inject(LiveStore).totals;
  readonly #rates = inject(LiveRates);
  readonly #time = inject(PictureTime);

  protected readonly calls = computed(() => {
    const rates = this.#rates.lastMinute();
    const totals = this.#totals();
    return {
      rate: rates ? formatRate((rates.calls * 60_000) / rates.spanMs) : '–',
      over: overText(rates),
      total: totals ? formatBigCount(totals.totalToolCalls) : '–',
      since: totals ? formatShortMoment(totals.since, Date.now()) : '…',
    };
  });
  protected readonly errors = computed(() => {
    const rates = this.#rates.lastFiveMinutes();
    const totals = this.#totals();
    const isBad = rates !== null && rates.ended > 0 && rates.errors / rates.ended >= ALARMING;
    return {
      share: rates ? formatShare(rates.errors, rates.ended) : '–',
      tone: isBad ? 'bad' : null,
      over: overText(rates),
      recent: rates ? `${formatCount(rates.errors)} of ${formatCount(rates.ended)} calls` : '–',
      total: totals ? formatBigCount(totals.errorCount) : '–',
    };
  });
  protected readonly latency = computed(() => {
    const totals = this.#totals();
    const [p50 = null, p95 = null, p99 = null] = [
      totals?.p50LatencyMs,
      totals?.p95LatencyMs,
      totals?.p99LatencyMs,
    ];
    return { p50: formatLatency(p50), p95: formatLatency(p95), p99: formatLatency(p99) };
  });
  protected readonly inFlight = computed(() => {
    const totals = this.#totals();
    const now = this.#time.second();
    const oldest = totals?.inFlight[0];
    const age = oldest && formatSpan(now - Date.parse(oldest.startedAt));
    const stuck = totals?.inFlight.filter((call) => runningCall(call, totals, now).pace === 'stuck').length;
    return {
      count: totals ? formatCount(totals.toolCallsInFlight) : '–',
      stuck: stuck ? `${formatCount(stuck)} stuck` : null,
      oldest: age ? `oldest ${age}` : 'none running',
    };
  });
  protected readonly sessions = computed(() => {
    const totals = this.#totals();
    const busy = new Set(totals?.inFlight.map(({ sessionId }) => sessionId)).size;
    return {
      open: totals ? formatCount(totals.activeSessions) : '–',
      busy: busy > 0 ? `open, ${formatCount(busy)} with a running call` : 'open',
    };
  });
}

/** The span of a rate. */
function overText(rates: Rates | null): string {
  if (!rates) return 'counting…';
  const minutes = rates.spanMs / 60_000;
  if (minutes === 1) return 'last minute';
  return Number.isInteger(minutes) ? `last ${minutes} minutes` : `last ${formatSpan(rates.spanMs)}`;
}
