import { DOCUMENT } from '@angular/common';
import { computed, inject, Injectable, linkedSignal, signal } from '@angular/core';
import { printFilter } from '#contract';

import type { Question } from '../../api/server-answer.ts';
import { stepFor } from '../../charts/steps.ts';
import { ActiveFilter } from '../../filter/active-filter.ts';
import { PictureTime } from '../../picture/picture-time.ts';
import { TimeScope, type TimeRange } from '../../view/time-scope.ts';

/** How far back the overview looks while it is live, in milliseconds. */
const LIVE_MS = 15 * 60_000;
/** A step is asked for this long after its end, in milliseconds: its last events are in the log by then. */
const SETTLED_MS = 1_000;
/** The width of a chart before it is known, in pixels. */
const USUAL_PX = 480;

/** The steps that the charts show. */
export interface ShownSteps extends Question, TimeRange {
  filter: string;
  stepMs: number;
  /** Whether they are those of the last minutes, and move on. */
  isLive: boolean;
}

/** What the overview counts: a range, or the last 15 minutes in whole steps, which move on by one at a time. */
@Injectable()
export class OverviewWindow {
  readonly #scope = inject(TimeScope);
  readonly #time = inject(PictureTime);
  readonly #document = inject(DOCUMENT);
  readonly #terms = inject(ActiveFilter).terms;
  /** The width of a chart, in pixels. */
  readonly #width = signal(USUAL_PX);

  readonly filter = computed(() => printFilter({ terms: this.#terms() }));
  /** The past range that is shown; null where the live picture is. */
  readonly past = this.#scope.range;
  /** The moment that a replay has come to; null without one. */
  readonly replayedTo = computed(() => {
    const choice = this.#scope.choice();
    if (choice.kind !== 'replay') return null;
    const now = this.#time.now();
    // Before the replay has begun, the picture's time is that of the stream.
    if (now < choice.from || now > choice.to) return choice.at;
    return now === choice.to ? now : Math.floor(now / 1_000) * 1_000;
  });
  /** The range of the charts. A replay has all of its range from the beginning, so that they stand still. */
  readonly #range = computed<TimeRange | null>(() => {
    const choice = this.#scope.choice();
    return choice.kind === 'replay' ? choice : this.past();
  });
  readonly #stepMs = computed(() => {
    const range = this.#range();
    return stepFor(range ? range.to - range.from : LIVE_MS, this.#width());
  });
  /** The end of the last whole step. Nobody sees the charts of a hidden tab. */
  readonly #settled = linkedSignal<number, number>({
    source: () => {
      const step = this.#stepMs();
      return Math.floor((this.#time.second() - SETTLED_MS) / step) * step;
    },
    computation: (end, last) => (last && this.#document.hidden ? last.value : end),
  });

  readonly steps = computed<ShownSteps>(
    () => {
      const end = this.#settled();
      const range = this.#range();
      const { from, to } = range ?? { from: end - LIVE_MS, to: end };
      const [filter, stepMs, isLive] = [this.filter(), this.#stepMs(), range === null];
      return { from, to, filter, stepMs, isLive, key: `${from} ${to} ${stepMs} ${filter}` };
    },
    { equal: (one, other) => one.key === other.key },
  );
  /** What the figures count; null where the counters of the stream say it. */
  readonly counted = computed<ShownSteps | null>(() => {
    if (this.past()) return this.steps();
    return this.filter() === '' || this.replayedTo() !== null ? null : this.steps();
  });

  /** Tells the width of a chart, in pixels. */
  measure(widthPx: number): void {
    if (widthPx > 0) this.#width.set(widthPx);
  }
}
