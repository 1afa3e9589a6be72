import { Component, computed, input } from '@angular/core';
import type { EventOf } from '#contract';

import { formatPreciseTime } from '../../time/times.ts';

/** Maximum number of reports shown. */
const SHOWN = 8;

/** The progress reports of a call, newest first. */
@Component({
  selector: 'app-progress-reports',
  template: `
    <h3 id="progress-title">Progress</h3>
    <ol aria-labelledby="progress-title">
      @for (report of newest(); track report.id) {
        <li>
          <time class="mono soft" [attr.datetime]="report.timestamp">{{
            formatPreciseTime(report.timestamp)
          }}</time>
          <span class="number">{{ report.data.progress }}{{ ofTotal(report) }}</span>
          <span class="message">{{ report.data.message }}</span>
        </li>
      }
    </ol>
    @if (reports().length > newest().length) {
      <p class="soft">and {{ reports().length - newest().length }} before</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-1);
    }

    li {
      display: grid;
      grid-template-columns: auto auto minmax(0, 1fr);
      gap: var(--space-3);
      padding-block: 0.125rem;
      border-bottom: 1px solid var(--line-soft);
    }

    .message {
      overflow-wrap: anywhere;
    }
  `,
})
export class ProgressReports {
  /** Oldest first. */
  readonly reports = input.required<readonly EventOf<'tool:progress'>[]>();
  protected readonly newest = computed(() => this.reports().slice(-SHOWN).toReversed());
  protected readonly formatPreciseTime = formatPreciseTime;

  protected ofTotal({ data }: EventOf<'tool:progress'>): string {
    return data.total === undefined ? '' : ` of ${data.total}`;
  }
}
