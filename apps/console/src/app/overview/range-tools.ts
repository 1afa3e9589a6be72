import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { OTHER_TOOLS, printValue, UNKNOWN_TOOLS, type ToolCounts } from '#contract';

import { formatLatency } from '../time/durations.ts';
import { formatCount } from '../ui/numbers.ts';
import { errorTone, feedLink, type CardLink } from './card.ts';
import { OverviewAnswers } from './overview-answers.ts';
import { OverviewWindow } from './overview-window.ts';

/** Maximum number of tools shown. */
const SHOWN = 8;

/** The tools of a range: those with most failures first, then the slowest. Takes the place of what runs now. */
@Component({
  selector: 'app-range-tools',
  imports: [RouterLink],
  templateUrl: './range-tools.html',
  styleUrl: './range-tools.css',
})
export class RangeTools {
  readonly #window = inject(OverviewWindow);
  readonly #answer = inject(OverviewAnswers).counters.value;

  protected readonly isKnown = computed(() => this.#answer() !== null);
  protected readonly tools = computed(() => {
    const filter = this.#window.filter();
    return Object.entries(this.#answer()?.tools ?? {})
      .toSorted(([, a], [, b]) => byTrouble(a, b))
      .slice(0, SHOWN)
      .map(([name, { calls, errors, p99LatencyMs }]) => ({
        name,
        calls: formatCount(calls),
        errors: errors === 0 ? '–' : formatCount(errors),
        tone: errorTone(errors, calls),
        p99: formatLatency(p99LatencyMs),
        links: { calls: linkOf(filter, name, 'type:tool:*'), errors: linkOf(filter, name, 'is:error') },
      }));
  });
}

function byTrouble(a: ToolCounts, b: ToolCounts): number {
  return b.errors - a.errors || (b.p99LatencyMs ?? 0) - (a.p99LatencyMs ?? 0);
}

/** A link to the calls of a tool; null for a name that stands for many. */
function linkOf(filter: string, name: string, term: string): CardLink | null {
  if (name === OTHER_TOOLS) return null;
  const tool = name === UNKNOWN_TOOLS ? 'is:unknown' : `tool:${printValue(name)}`;
  return feedLink(filter, `${tool} ${term}`);
}
