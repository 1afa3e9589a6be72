import { Component, inject } from '@angular/core';

import { formatDuration } from '../../time/durations.ts';
import { Lag } from './lag.ts';

/** Shows the age of the last event and the lag, which distinguish a quiet stream from a broken one. */
@Component({
  selector: 'app-last-event',
  template: `
    @if (lag.ms() !== null) {
      <span>lag {{ formatDuration(lag.ms() ?? 0) }}</span>
    }
    @if (lag.ago(); as ago) {
      <span>last event {{ ago }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      gap: var(--space-3);
    }

    span {
      font-variant-numeric: tabular-nums;
      color: var(--ink-soft);
      white-space: nowrap;
    }
  `,
})
export class LastEvent {
  protected readonly lag = inject(Lag);
  protected readonly formatDuration = formatDuration;
}
