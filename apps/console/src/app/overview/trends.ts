import { Component, computed, effect, ElementRef, inject } from '@angular/core';

import type { ChartPoints, ChosenSteps } from '../charts/chart-points.ts';
import { TimeChart } from '../charts/time-chart.ts';
import { formatDuration } from '../time/durations.ts';
import { formatBigCount } from '../ui/numbers.ts';
import { settledSizes } from '../ui/settled-size.ts';
import { TimeScope } from '../view/time-scope.ts';
import { callsSummary, latencySummary, stepText, type ShownPoints } from './answers/chart-texts.ts';
import { OverviewAnswers } from './answers/overview-answers.ts';
import { OverviewWindow } from './answers/overview-window.ts';

/** Calls, errors and latency over time. Steps that are chosen there become the time that the console shows. */
@Component({
  selector: 'app-trends',
  imports: [TimeChart],
  templateUrl: './trends.html',
  styleUrl: './trends.css',
})
export class Trends {
  readonly #window = inject(OverviewWindow);
  readonly #scope = inject(TimeScope);
  protected readonly answers = inject(OverviewAnswers);
  readonly #shown = this.answers.shown;

  protected readonly step = computed(() => stepText(this.#window.steps().stepMs));
  protected readonly calls = computed<ChartPoints | null>(() =>
    pointsOf(this.#shown(), ({ points }) => [
      { name: 'calls', tone: 'quiet', values: points.map(({ calls }) => calls) },
      { name: 'errors', tone: 'bad', values: points.map(({ errors }) => errors) },
    ]),
  );
  protected readonly latency = computed<ChartPoints | null>(() =>
    pointsOf(this.#shown(), ({ points }) => [
      { name: 'p50', tone: 'quiet', values: points.map(({ p50LatencyMs }) => p50LatencyMs) },
      { name: 'p95', tone: 'accent', values: points.map(({ p95LatencyMs }) => p95LatencyMs) },
      { name: 'p99', tone: 'slow', values: points.map(({ p99LatencyMs }) => p99LatencyMs) },
    ]),
  );
  protected readonly summaries = computed(() => {
    const shown = this.#shown();
    if (!shown) return { calls: '', latency: '' };
    return { calls: callsSummary(shown, Date.now()), latency: latencySummary(shown, Date.now()) };
  });
  protected readonly isQuiet = computed(() => this.#shown()?.points.every(isQuiet) ?? false);
  protected readonly isWithoutLatency = computed(
    () => this.#shown()?.points.every(({ p50LatencyMs }) => p50LatencyMs === null) ?? false,
  );
  protected readonly countText = formatBigCount;
  protected readonly latencyText = formatDuration;
  protected readonly powerText = powerText;

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const observe = settledSizes(() => {
      this.#window.measure((host.querySelector('app-time-chart')?.clientWidth ?? 0) - 52);
    });
    effect(() => observe(host));
  }

  protected choose({ from, to }: ChosenSteps): void {
    this.#scope.choose({ kind: 'range', from, to });
  }
}

/** A power of ten in milliseconds, as short as it can be. */
function powerText(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}

function isQuiet({ calls, errors, p50LatencyMs }: ShownPoints['points'][number]): boolean {
  return calls === 0 && errors === 0 && p50LatencyMs === null;
}

function pointsOf(
  shown: ShownPoints | null,
  seriesOf: (shown: ShownPoints) => ChartPoints['series'],
): ChartPoints | null {
  if (!shown) return null;
  return {
    stepMs: shown.step,
    at: shown.points.map(({ at }) => Date.parse(at)),
    series: seriesOf(shown),
  };
}
