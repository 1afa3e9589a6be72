import { inject, Injectable } from '@angular/core';

import { HistoryApi } from '../api/history-api.ts';
import { ServerAnswer } from '../api/server-answer.ts';
import { StatsApi } from '../api/stats-api.ts';
import { LiveStore } from '../picture/live-store.ts';
import { isFailure } from './failure-groups.ts';
import { OverviewWindow } from './overview-window.ts';

/** Number of failures, at most, that are read of a range. */
export const MOST_FAILURES = 300;

/** What the server answers for the overview: the series of the charts, the counters of a range, and its failures. */
@Injectable()
export class OverviewAnswers {
  readonly #api = inject(StatsApi);
  readonly #history = inject(HistoryApi);
  readonly #window = inject(OverviewWindow);
  readonly #store = inject(LiveStore);

  readonly series = new ServerAnswer(
    () => (this.#store.totals() && !this.#store.untouched() ? this.#window.steps() : null),
    (steps, signal) => this.#api.series(steps, steps.stepMs, signal),
  );
  readonly counters = new ServerAnswer(
    () => this.#window.counted(),
    (steps, signal) => this.#api.range(steps, signal),
  );
  /** Newest first. */
  readonly failures = new ServerAnswer(
    () => (this.#window.past() ? this.#window.steps() : null),
    async ({ from, to, filter }, signal) => {
      const choice = { from, to, filter: `${filter} is:error`.trim(), limit: MOST_FAILURES };
      return (await this.#history.read(choice, signal)).filter(isFailure).toReversed();
    },
  );

  /** Asks again for what failed. */
  retry(): void {
    for (const one of [this.series, this.counters]) if (one.problem()) one.reload();
  }
}
