import { inject, Injectable } from '@angular/core';
import { stepsBetween, type StatsSeries } from '#contract';

import { HistoryApi, type PageChoice } from '../api/routes/history-api.ts';
import { StatsApi } from '../api/routes/stats-api.ts';
import type { AnalysisScope } from './analysis-scope.ts';
import { callEndsOf, type CallEnd } from './call-end.ts';
import { StepEnds } from './step-ends.ts';

/** A range with at most this many calls is read completely. */
const MOST_WHOLE = 8_000;
const PAGE = 1_000;
/** Number of ends that are read per step of a longer range. */
export const EACH_STEP = 200;

/** The ends of calls in a range: all of them, or the newest of each step. */
export interface EndSample {
  /** Oldest first. */
  ends: readonly CallEnd[];
  isWhole: boolean;
  /** The steps of the sample, as numbers since 1970: `first` ≤ step < `end`. */
  first: number;
  end: number;
  stepMs: number;
  /** The number of calls that each end of a step represents. */
  weights: readonly number[];
}

/**
 * Reads the ends that a trend needs: a bounded number, spread over the whole range. When a live range moves, it reads
 * only new ends.
 */
@Injectable()
export class EndSamples {
  readonly #history = inject(HistoryApi);
  readonly #stats = inject(StatsApi);
  readonly #steps = new StepEnds((scope, from, to, signal) =>
    this.#page(scope, { from, to, limit: EACH_STEP }, signal),
  );
  /** The ends of the last range; null if there were too many. */
  #last: { key: string; ends: readonly CallEnd[] | null } | undefined;

  /** Reads a sample. Rejects like `Requests`. */
  async read(scope: AnalysisScope, signal: AbortSignal): Promise<EndSample> {
    const ends = await this.#readWhole(scope, signal);
    this.#last = { key: scope.key, ends };
    if (!ends) return this.#readSteps(scope, signal);
    const steps = stepsOf(scope);
    return { ...steps, ends, isWhole: true, weights: Array<number>(steps.end - steps.first).fill(1) };
  }

  /** Reads all ends; null if there are too many. */
  async #readWhole(scope: AnalysisScope, signal: AbortSignal): Promise<readonly CallEnd[] | null> {
    const last = this.#last?.key === scope.key ? this.#last : undefined;
    if (!last || (last.ends && !scope.isLive)) return this.#readBack(scope, signal);
    return last.ends && this.#readOn(scope, last.ends, signal);
  }

  async #readBack(scope: AnalysisScope, signal: AbortSignal): Promise<readonly CallEnd[] | null> {
    const newest = await this.#page(scope, {}, signal);
    if (newest.length === PAGE && callsOf(await this.#series(scope, signal)) > MOST_WHOLE) return null;
    let ends: readonly CallEnd[] = newest;
    for (let page = newest; page.length === PAGE && ends.length <= MOST_WHOLE;) {
      const [oldest] = page;
      page = await this.#page(scope, oldest ? { before: oldest.id } : {}, signal);
      ends = [...page, ...ends];
    }
    return ends.length <= MOST_WHOLE ? ends : null;
  }

  async #readOn(
    scope: AnalysisScope,
    known: readonly CallEnd[],
    signal: AbortSignal,
  ): Promise<readonly CallEnd[] | null> {
    const newest = known.at(-1);
    if (!newest) return this.#readBack(scope, signal);
    const ends = known.filter(({ at }) => at >= scope.from);
    for (let after = newest.id, isFull = true; isFull && ends.length <= MOST_WHOLE;) {
      const page = await this.#page(scope, { after }, signal);
      ends.push(...page);
      after = page.at(-1)?.id ?? after;
      isFull = page.length === PAGE;
    }
    return ends.length <= MOST_WHOLE ? ends : null;
  }

  async #readSteps(scope: AnalysisScope, signal: AbortSignal): Promise<EndSample> {
    const steps = stepsOf(scope);
    const [read, series] = await Promise.all([
      this.#steps.read(scope, steps, signal),
      this.#series(scope, signal),
    ]);
    const weights = read.map((ends, index) => {
      const calls = series.points[index]?.calls ?? 0;
      return ends.length < EACH_STEP ? 1 : Math.max(1, calls / ends.length);
    });
    return { ...steps, ends: read.flat(), isWhole: weights.every((weight) => weight === 1), weights };
  }

  #series(scope: AnalysisScope, signal: AbortSignal): Promise<StatsSeries> {
    return this.#stats.series(scope, scope.stepMs, signal);
  }

  async #page(
    { from, to, filter }: AnalysisScope,
    choice: PageChoice & { from?: number; to?: number },
    signal: AbortSignal,
  ): Promise<CallEnd[]> {
    const ends = `${filter} type:tool:done,tool:error`.trimStart();
    return callEndsOf(await this.#history.read({ from, to, limit: PAGE, ...choice, filter: ends }, signal));
  }
}

function stepsOf({ from, to, stepMs }: AnalysisScope): Pick<EndSample, 'first' | 'end' | 'stepMs'> {
  return { ...stepsBetween(new Date(from).toISOString(), new Date(to).toISOString(), stepMs), stepMs };
}

function callsOf({ points }: StatsSeries): number {
  return points.reduce((sum, { calls }) => sum + calls, 0);
}
