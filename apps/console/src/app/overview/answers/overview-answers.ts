import { computed, inject, Injectable } from '@angular/core';

import { HistoryApi, type HistoryChoice, type PageChoice } from '../../api/routes/history-api.ts';
import { ServerAnswer } from '../../api/server-answer.ts';
import { StatsApi } from '../../api/routes/stats-api.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { isFailure, type Failure } from './failure-groups.ts';
import type { ShownPoints } from './chart-texts.ts';
import { knownSteps } from './known-steps.ts';
import { OverviewWindow } from './overview-window.ts';

/** Maximum number of failures that are read, of a range or from before the live feed. */
export const MOST_FAILURES = 300;

/** What the server answers for the overview: the series of the charts, the counters of a range, and its failures. */
@Injectable()
export class OverviewAnswers {
  readonly #api = inject(StatsApi);
  readonly #history = inject(HistoryApi);
  readonly #window = inject(OverviewWindow);
  readonly #store = inject(LiveStore);

  /** Whether no agent has ever connected. At the beginning of a replay, agents are yet to come. */
  readonly isUnused = computed(() => this.#store.untouched() && this.#window.replayedTo() === null);
  readonly series = new ServerAnswer(
    () => (this.#store.totals() && !this.isUnused() ? this.#window.steps() : null),
    async (steps, signal) => ({ steps, ...(await this.#api.series(steps, steps.stepMs, signal)) }),
  );
  /** The series as far as it is known: a replay knows nothing of the steps that were not over at its moment. */
  readonly shown = computed<ShownPoints | null>(() => {
    const series = this.series.value();
    const moment = this.#window.replayedTo();
    return series && moment !== null ? knownSteps(series, moment, this.#window.steps().to) : series;
  });
  /** The last minutes of all calls; null while the answer is about another time or a filter. */
  readonly recent = computed<ShownPoints | null>(() => {
    const series = this.series.value();
    return series?.steps.isLive && series.steps.filter === '' ? series : null;
  });
  readonly counters = new ServerAnswer(
    () => this.#window.counted(),
    (steps, signal) => this.#api.range(steps, signal),
  );
  /** The failures of a range, newest first. */
  readonly failures = new ServerAnswer(
    () => (this.#window.past() ? this.#window.steps() : null),
    ({ from, to, filter }, signal) => this.#readFailures({ from, to, filter }, signal),
  );
  /** The first event of the live feed; null once the feed has lost its first events. */
  readonly beginning = computed(() => {
    const { size, added } = this.#store.feed();
    const [first] = size < added ? [] : this.#store.rows(size - 1, size);
    return first?.kind === 'event' ? first.event.id : null;
  });
  /** The failures before it, newest first. */
  readonly earlierFailures = new ServerAnswer(
    () => {
      const before = this.#window.past() ? null : this.beginning();
      const filter = this.#window.filter();
      return before && { key: `${before} ${filter}`, before, filter };
    },
    ({ before, filter }, signal) => this.#readFailures({ before, filter }, signal),
  );

  /** Asks again for what failed. */
  retry(): void {
    for (const one of [this.series, this.counters]) if (one.problem()) one.reload();
  }

  async #readFailures(choice: HistoryChoice & PageChoice, signal: AbortSignal): Promise<Failure[]> {
    const filter = `${choice.filter ?? ''} is:error`.trim();
    const events = await this.#history.read({ ...choice, filter, limit: MOST_FAILURES }, signal);
    return events.filter(isFailure).toReversed();
  }
}
