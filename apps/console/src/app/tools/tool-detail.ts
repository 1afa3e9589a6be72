import { Component, computed, inject, input } from '@angular/core';
import { CONSOLE_PAGES } from '#contract';

import type { AnalysisScope } from '../analysis/analysis-scope.ts';
import { CallLine } from '../analysis/call-line.ts';
import { failureTone } from '../analysis/change.ts';
import { EACH_STEP, EndSamples } from '../analysis/end-samples.ts';
import { eventLink, toolTerm } from '../analysis/links/event-links.ts';
import { HeatmapAxes } from '../analysis/heatmap/heatmap-axes.ts';
import { Heatmap } from '../analysis/heatmap/heatmap.ts';
import { KnownSessions } from '../analysis/known-sessions.ts';
import { heatOf } from '../analysis/heatmap/latency-heat.ts';
import { remembered } from '../analysis/remembered.ts';
import { sessionsTerm } from '../analysis/links/session-links.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { callLink } from '../call/call-link.ts';
import { failureLookOf } from '../call/call-look.ts';
import { CountLink } from '../ui/count-link.ts';
import { Missing } from '../ui/missing.ts';
import { formatBytes, formatCount, formatShare } from '../ui/numbers.ts';
import { firstRows, ShowMore } from '../ui/show-more.ts';
import { formatTokens } from '../ui/tokens.ts';
import { WholeText } from '../ui/whole-text/whole-text.ts';
import { toolFactsOf, type ToolUser } from './tool-facts.ts';

/** Number of classes of latency in the large heatmap. */
const CLASSES = 12;
/** Number of clients that are listed initially and added by each click. */
const STEP = 8;

/** What is known of one tool: latency over time, the slowest calls, who calls it, how it fails, and what it costs. */
@Component({
  selector: 'app-tool-detail',
  imports: [CallLine, CountLink, Heatmap, HeatmapAxes, Missing, ShowMore, WholeText],
  providers: [EndSamples],
  templateUrl: './tool-detail.html',
  styleUrl: './tool-detail.css',
})
export class ToolDetail {
  readonly tool = input.required<string>();
  readonly scope = input.required<AnalysisScope>();
  /** Null if it is not known. */
  readonly definitionBytes = input.required<number | null>();
  readonly #samples = inject(EndSamples);
  readonly #sessions = inject(KnownSessions);

  protected readonly sample = new ServerAnswer(
    () => {
      const term = toolTerm(this.tool());
      const { filter, key, ...scope } = this.scope();
      return term === null
        ? null
        : { ...scope, filter: `${filter} ${term}`.trimStart(), key: `${key} ${term}` };
    },
    (asked, signal) => this.#samples.read(asked, signal),
  );
  protected readonly heat = computed(() => {
    const sample = this.sample.value();
    return sample && heatOf(sample.ends, sample, CLASSES);
  });
  protected readonly facts = computed(() => {
    const sample = this.sample.value();
    return sample && toolFactsOf(sample.ends, (sessionId) => this.#sessions.clientOf(sessionId));
  });
  protected readonly users = firstRows(() => this.facts()?.users ?? [], STEP);
  protected readonly results = computed(() => {
    const results = this.facts()?.results;
    if (!results) return [];
    return [
      { name: 'Result, median', ...results.median },
      { name: 'Result, largest', ...results.largest },
    ];
  });
  protected readonly isCounted = computed(() => toolTerm(this.tool()) !== null);
  protected readonly over = computed(() => {
    const sample = this.sample.value();
    if (!sample) return '';
    const ends = formatCount(sample.ends.length);
    return sample.isWhole ? `all ${ends} ends` : `${ends} ends, the newest ${EACH_STEP} of each step`;
  });
  protected readonly sessionsPage = `/${CONSOLE_PAGES.sessions}`;
  protected readonly toolsPage = `/${CONSOLE_PAGES.tools}`;
  protected readonly callLink = callLink;
  protected readonly toneOf = failureTone;
  protected readonly formatBytes = formatBytes;
  protected readonly formatTokens = formatTokens;
  protected readonly formatCount = formatCount;
  protected readonly formatShare = formatShare;
  protected readonly lookOf = failureLookOf;

  protected clientOf(sessionId: string): string {
    return this.#sessions.clientOf(sessionId);
  }

  protected kindLink(kind: string) {
    return eventLink(this.scope(), toolTerm(this.tool()), `kind:${kind}`);
  }

  /** The links of a client, made once for each sample: by its sessions, because a filter knows no versions. */
  protected readonly linksOf = computed(() => {
    const [scope, tool] = [this.scope(), toolTerm(this.tool())];
    return remembered(({ sessions }: ToolUser) => {
      const term = sessionsTerm(sessions);
      return {
        calls: eventLink(scope, tool, term, 'type:tool:done,tool:error'),
        errors: eventLink(scope, tool, term, 'is:error'),
        sessions: eventLink({ ...scope, filter: '' }, term),
      };
    });
  });
}
