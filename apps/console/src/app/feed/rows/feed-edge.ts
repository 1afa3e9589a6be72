import { Component, computed, inject, input, output } from '@angular/core';

import { formatMoment } from '../../time/times.ts';
import { Icon } from '../../ui/icons/icon.ts';
import { FeedChoice } from './feed-choice.ts';
import type { EdgeLine } from './lines.ts';

/** What is beyond an end of the rows: more that is being read, why that failed, or nothing. */
@Component({
  selector: 'app-feed-edge',
  imports: [Icon],
  template: `
    @switch (line().edge.state) {
      @case ('failed') {
        <span class="cut problem" role="status">{{ text() }}</span>
        <button type="button" class="button small" (click)="retry.emit()">
          <app-icon name="retry" />Try again
        </button>
      }
      @default {
        <span class="cut">{{ text() }}</span>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: var(--space-3);
      align-items: center;
      height: 100%;
      padding-inline: var(--edge);
      color: var(--ink-soft);
    }

    .problem {
      color: var(--bad);
    }
  `,
})
export class FeedEdge {
  readonly line = input.required<EdgeLine>();
  /** When the oldest row above was stamped; null without any. */
  readonly oldest = input<string | null>(null);
  readonly retry = output();
  readonly #choice = inject(FeedChoice);

  protected readonly text = computed(() => {
    const { key, edge } = this.line();
    switch (edge.state) {
      case 'failed':
        return `${key === 'older' ? 'Older' : 'Newer'} events are missing. ${edge.problem}`;
      case 'reached':
        return this.#endText();
      default:
        return key === 'older' ? 'Older events are being read…' : 'Newer events are being read…';
    }
  });

  #endText(): string {
    const now = Date.now();
    const range = this.#choice.range();
    const oldest = this.oldest();
    if (range) {
      const from = formatMoment(new Date(range.from).toISOString(), now);
      return oldest === null ? '' : `The range begins here, at ${from}.`;
    }
    if (this.#choice.isFiltered()) return 'The log keeps nothing older that the filter selects.';
    return oldest === null ? '' : `The log keeps nothing older than ${formatMoment(oldest, now)}.`;
  }
}
