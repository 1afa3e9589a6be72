import { Component, computed, input } from '@angular/core';

import { formatDuration } from '../../time/durations.ts';
import { formatShortMoment, formatTime } from '../../time/times.ts';
import type { AnalysisScope } from '../analysis-scope.ts';
import type { HeatScale } from './latency-heat.ts';

/** A range of a day or more shows dates. */
const DAY_MS = 86_400_000;

/** The axes of a large heatmap, with latency at the left and time below. */
@Component({
  selector: 'app-heatmap-axes',
  template: `
    <div class="latency" aria-hidden="true">
      @for (mark of latencies(); track $index) {
        <span>{{ mark }}</span>
      }
    </div>
    <ng-content />
    <div class="time" aria-hidden="true">
      @for (mark of marks(); track $index) {
        <span>{{ mark }}</span>
      }
    </div>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 0.125rem var(--space-2);
      font-size: var(--text-small);
      font-variant-numeric: tabular-nums;
      color: var(--ink-soft);
    }

    .latency {
      display: flex;
      flex-direction: column;
      justify-content: space-between;
      line-height: 1;
      text-align: end;
    }

    .time {
      display: flex;
      grid-column: 2;
      justify-content: space-between;
    }
  `,
})
export class HeatmapAxes {
  readonly scope = input.required<AnalysisScope>();
  readonly scale = input.required<HeatScale | null>();
  /** From the slowest, at the top, to the fastest. */
  protected readonly latencies = computed(() => {
    const scale = this.scale();
    if (!scale) return [];
    const { from, to } = scale;
    return [to, Math.sqrt(from * to), from].map(formatDuration);
  });
  protected readonly marks = computed(() => {
    const { from, to } = this.scope();
    const times = [0, 1, 2, 3, 4].map((quarter) => from + ((to - from) * quarter) / 4);
    return times.map((at) =>
      to - from < DAY_MS ? formatTime(at) : formatShortMoment(new Date(at).toISOString(), 0),
    );
  });
}
