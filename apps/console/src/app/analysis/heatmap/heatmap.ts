import { Component, computed, input } from '@angular/core';

import { formatDuration } from '../../time/durations.ts';
import type { LatencyHeat } from './latency-heat.ts';

/** A heatmap of latency over time. A cell is darker the more of the calls of its step it has. */
@Component({
  selector: 'app-heatmap',
  template: `
    @let drawn = heat();
    <svg
      role="img"
      preserveAspectRatio="none"
      focusable="false"
      [attr.viewBox]="'0 0 ' + drawn.columns + ' ' + drawn.classes"
      [attr.aria-label]="text()"
    >
      <rect class="ground" [attr.width]="drawn.columns" [attr.height]="drawn.classes" />
      @for (path of drawn.paths; track $index) {
        <path [attr.d]="path" [class]="'degree-' + $index" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
      height: 1.375rem;
    }

    svg {
      display: block;
      width: 100%;
      height: 100%;
      fill: var(--accent);
    }

    .ground {
      fill: var(--sunken);
    }

    .degree-0 {
      opacity: 0.22;
    }

    .degree-1 {
      opacity: 0.42;
    }

    .degree-2 {
      opacity: 0.68;
    }

    @media (forced-colors: active) {
      svg {
        forced-color-adjust: none;
        fill: CanvasText;
      }

      .ground {
        fill: Canvas;
      }
    }
  `,
})
export class Heatmap {
  readonly heat = input.required<LatencyHeat>();
  protected readonly text = computed(() => {
    const { medians } = this.heat();
    if (!medians) return 'Latency over time: too few calls.';
    const [first, last] = [formatDuration(medians.first), formatDuration(medians.last)];
    return `Latency over time: median ${first} in the first third of the calls, ${last} in the last.`;
  });
}
