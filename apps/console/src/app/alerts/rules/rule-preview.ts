import { Component, computed, input } from '@angular/core';
import type { AlertKind, AlertPreview, PreviewedAlert } from '#contract';

import { formatSpan } from '../../time/durations.ts';
import { formatMoment } from '../../time/times.ts';
import { measureOf, subjectText } from '../alert-texts.ts';
import { partText, previewText } from './preview-text.ts';

/** Maximum number of alerts that are listed. */
const LISTED = 5;

/** What a rule would have done in the last day. */
@Component({
  selector: 'app-rule-preview',
  template: `
    <p>{{ text() }}</p>
    @if (part(); as note) {
      <p class="soft">{{ note }}</p>
    }
    <ul>
      @for (alert of listed(); track $index) {
        <li>
          <time [attr.datetime]="alert.firedAt">{{ moment(alert) }}</time>
          <span class="cut">{{ measure(alert) }}</span>
          <span class="soft cut">{{ lastingOf(alert) }}</span>
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
      padding: var(--space-2) var(--space-3);
      background: var(--sunken);
      border-radius: var(--round);
    }

    li {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--space-3);
      align-items: center;
      min-height: var(--row);
      font-size: var(--text-small);
    }

    time {
      flex: none;
    }
  `,
})
export class RulePreview {
  readonly kind = input.required<AlertKind>();
  readonly preview = input.required<AlertPreview>();
  protected readonly text = computed(() => previewText(this.kind(), this.preview()));
  protected readonly part = computed(() => partText(this.preview()));
  protected readonly listed = computed(() => this.preview().alerts.slice(-LISTED).toReversed());

  protected moment({ firedAt }: PreviewedAlert): string {
    return formatMoment(firedAt, Date.now());
  }

  protected measure({ value, threshold, subject }: PreviewedAlert): string {
    const about = subjectText(subject);
    return [measureOf({ kind: this.kind(), value, threshold }), about].filter(Boolean).join(', ');
  }

  protected lastingOf({ firedAt, resolvedAt }: PreviewedAlert): string {
    if (!resolvedAt) return 'would still fire';
    return `for ${formatSpan(Date.parse(resolvedAt) - Date.parse(firedAt))}`;
  }
}
