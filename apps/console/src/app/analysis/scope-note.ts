import { Component, computed, input } from '@angular/core';

import { formatSpan } from '../time/durations.ts';
import { formatPreciseMoment } from '../time/times.ts';
import type { AnalysisScope } from './analysis-scope.ts';

/** Shows the time range of an analysis page. */
@Component({
  selector: 'app-scope-note',
  template: `<p class="part-note">{{ text() }}</p>`,
})
export class ScopeNote {
  readonly scope = input.required<AnalysisScope>();
  protected readonly text = computed(() => {
    const { from, to, isLive } = this.scope();
    if (isLive) return `the last ${wholeSpan(to - from)}, live`;
    const [start, end] = [from, to].map((at) => formatPreciseMoment(new Date(at).toISOString()));
    return `${start} to ${end}`;
  });
}

/** Formats a span in whole minutes or hours, without zero units. */
function wholeSpan(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes % 60 === 0 ? `${minutes / 60} h` : formatSpan(minutes * 60_000).replace(/ 00 s$/, '');
}
