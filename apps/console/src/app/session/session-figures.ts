import { Component, computed, input } from '@angular/core';
import type { SessionView } from '#contract';

import type { Call } from '../call/call.ts';
import { formatLatency } from '../time/durations.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';
import { merged } from './time-scale.ts';
import { spanOf } from './waterfall-rows.ts';

/** The figures of a session. Percentiles and idle time are computed from the calls that have been read. */
@Component({
  selector: 'app-session-figures',
  template: `
    <dl>
      @for (figure of figures(); track figure.name) {
        <div>
          <dt>{{ figure.name }}</dt>
          <dd [attr.data-tone]="figure.isBad ? 'bad' : null">{{ figure.value }}</dd>
        </div>
      }
    </dl>
  `,
  styleUrl: './session-figures.css',
})
export class SessionFigures {
  readonly session = input.required<SessionView>();
  readonly calls = input.required<readonly Call[]>();
  /** Whether all calls of the session have been read. */
  readonly complete = input.required<boolean>();

  readonly #durations = computed(() =>
    this.calls()
      .flatMap(({ end }) => (end?.type === 'tool:done' ? [end.data.durationMs] : []))
      .toSorted((a, b) => a - b),
  );
  readonly #busyMs = computed(() => {
    const spans = this.calls().map((call) => spanOf(call, 0, false));
    return merged(spans).reduce((sum, { from, to }) => sum + to - from, 0);
  });
  protected readonly figures = computed(() => {
    const { calls, errors, callsInFlight, openedAt, lastEventAt } = this.session();
    const lasted = Date.parse(lastEventAt) - Date.parse(openedAt);
    const idle = this.complete() && lasted > 0 && this.calls().length > 0;
    return [
      { name: 'Calls', value: formatCount(Math.max(calls, this.calls().length)) },
      { name: 'Failed', value: formatCount(errors), isBad: errors > 0 },
      { name: 'In flight', value: formatCount(callsInFlight) },
      { name: 'p50', value: formatLatency(percentile(this.#durations(), 0.5)) },
      { name: 'p99', value: formatLatency(percentile(this.#durations(), 0.99)) },
      { name: 'Idle', value: idle ? formatShare(Math.max(0, lasted - this.#busyMs()), lasted) : '–' },
    ];
  });
}

/** Returns the nearest-rank percentile of sorted values; null without any. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
