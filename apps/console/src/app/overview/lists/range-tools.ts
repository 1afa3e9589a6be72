import { Component, computed, inject } from '@angular/core';
import type { RangeStats, ToolCounts } from '#contract';

import { slowerTerms, toolTerm } from '../../analysis/links/event-links.ts';
import { formatLatency } from '../../time/durations.ts';
import { CountLink, type CountQuery } from '../../ui/count-link.ts';
import { formatCount } from '../../ui/numbers.ts';
import { WholeText } from '../../ui/whole-text/whole-text.ts';
import { errorTone, rangeLink } from '../figures/card.ts';
import { OverviewAnswers } from '../answers/overview-answers.ts';
import { OverviewWindow } from '../answers/overview-window.ts';

/** Maximum number of tools shown. */
const SHOWN = 8;

/** The tools of a range: those with most failures first, then the slowest. Takes the place of what runs now. */
@Component({
  selector: 'app-range-tools',
  imports: [CountLink, WholeText],
  templateUrl: './range-tools.html',
  styleUrl: './range-tools.css',
})
export class RangeTools {
  readonly #window = inject(OverviewWindow);
  readonly #answer = inject(OverviewAnswers).counters.value;

  protected readonly isKnown = computed(() => this.#answer() !== null);
  protected readonly tools = computed(() => {
    const [answer, filter] = [this.#answer(), this.#window.filter()];
    if (!answer) return [];
    return Object.entries(answer.tools)
      .toSorted(([, a], [, b]) => byTrouble(a, b))
      .slice(0, SHOWN)
      .map(([name, { calls, errors, p99LatencyMs }]) => ({
        name,
        calls: formatCount(calls),
        errors: errors === 0 ? '–' : formatCount(errors),
        tone: errorTone(errors, calls),
        p99: formatLatency(p99LatencyMs),
        links: {
          calls: eventsLink(answer, filter, toolTerm(name), 'type:tool:*'),
          errors: errors === 0 ? null : eventsLink(answer, filter, toolTerm(name), 'is:error'),
          slower:
            p99LatencyMs === null
              ? null
              : eventsLink(answer, filter, toolTerm(name), slowerTerms(p99LatencyMs)),
        },
      }));
  });
}

function byTrouble(a: ToolCounts, b: ToolCounts): number {
  return b.errors - a.errors || (b.p99LatencyMs ?? 0) - (a.p99LatencyMs ?? 0);
}

/** A link to the events of a tool; null for a name that stands for many. */
function eventsLink(range: RangeStats, filter: string, tool: string | null, term: string): CountQuery | null {
  return tool === null ? null : rangeLink(range, filter, tool, term).query;
}
