import { computed, inject, Injectable } from '@angular/core';

import { analysisScope } from '../analysis/analysis-scope.ts';
import { EndSamples } from '../analysis/end-samples.ts';
import { groupBy } from '../analysis/trend.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { StatsApi } from '../api/routes/stats-api.ts';
import { ToolsApi } from '../api/routes/tools-api.ts';

/** How much time the page shows while it is live, in milliseconds. */
export const LIVE_SPAN_MS = 15 * 60_000;

/** What the server says about the tools of a time. */
@Injectable()
export class ToolsPicture {
  readonly #stats = inject(StatsApi);
  readonly #samples = inject(EndSamples);
  readonly #tools = inject(ToolsApi);

  readonly scope = analysisScope(LIVE_SPAN_MS);
  /** The counters: exact, however many events there were. */
  readonly counters = new ServerAnswer(this.scope, (asked, signal) => this.#stats.range(asked, signal));
  /** The counters of the same span before. */
  readonly before = new ServerAnswer(
    () => {
      const { from, to, isLive, filter } = this.scope();
      const span = isLive ? LIVE_SPAN_MS : to - from;
      return { from: from - span, to: from, filter, key: `${from} ${span} ${filter}` };
    },
    (asked, signal) => this.#stats.range(asked, signal),
  );
  readonly sample = new ServerAnswer(this.scope, (asked, signal) => this.#samples.read(asked, signal));
  readonly offered = new ServerAnswer(
    () => ({ key: 'offered' }),
    (_, signal) => this.#tools.list(signal),
  );
  /** The ends of the sample by tool. */
  readonly endsByTool = computed(() => groupBy(this.sample.value()?.ends ?? [], ({ tool }) => tool));
}
