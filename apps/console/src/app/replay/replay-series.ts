import { computed, inject, Injectable, resource } from '@angular/core';
import type { SeriesPoint } from '#contract';

import { StatsApi } from '../api/routes/stats-api.ts';
import type { TimeSpan } from '../live/replay-state.ts';
import { ReplayChoice } from '../picture/replay-choice.ts';
import { errorRises } from './error-rises.ts';

/** Number of points, at most, that the line of time shows. */
const POINTS = 180;

/** The calls and errors of the range that is played, in steps, and where errors rose. Nothing until they are known. */
@Injectable()
export class ReplaySeries {
  readonly #api = inject(StatsApi);
  readonly #choice = inject(ReplayChoice);
  readonly #span = computed<TimeSpan | undefined>(() => this.#choice.range() ?? undefined, {
    equal: (one, other) => one?.from === other?.from && one?.to === other?.to,
  });
  readonly #series = resource({
    params: () => this.#span(),
    loader: ({ params: { from, to }, abortSignal }) =>
      this.#api.series({ from, to, filter: '' }, stepOf({ from, to }), abortSignal),
  });

  readonly points = computed<readonly SeriesPoint[]>(() =>
    this.#series.hasValue() ? this.#series.value().points : [],
  );
  readonly rises = computed(() => errorRises(this.points()));
  /** Whether the server has not told them. */
  readonly isMissing = computed(() => this.#series.status() === 'error');
}

/** Length of a step in whole seconds, in milliseconds. */
function stepOf({ from, to }: TimeSpan): number {
  return Math.ceil((to - from) / POINTS / 1_000) * 1_000;
}
