import { Component, computed, DestroyRef, inject, input, linkedSignal, output } from '@angular/core';

import type { ReplayState, TimeSpan } from '../live/replay-state.ts';
import { formatFullMoment } from '../time/times.ts';
import { ReplaySeries } from './replay-series.ts';

/** Height of the drawing in its own units. */
const HEIGHT = 100;
/** Least height of a bar that is not empty. */
const LEAST = 6;
/** How long a slider that is moved has to rest before the replay follows, in milliseconds. */
const REST_MS = 150;
/** Number of places of the slider. */
const PLACES = 300;

/** The line of time: a slider over the range, with its calls, its errors, and where errors rose. */
@Component({
  selector: 'app-replay-line',
  templateUrl: './replay-line.html',
  styleUrl: './replay-line.css',
})
export class ReplayLine {
  readonly span = input.required<TimeSpan>();
  readonly state = input.required<ReplayState>();
  /** A moment was chosen, in milliseconds since 1970. */
  readonly sought = output<number>();
  readonly #series = inject(ReplaySeries);
  /** Where the slider was moved to, until the replay follows; else null. */
  readonly #moved = linkedSignal<boolean, number | null>({
    source: () => this.state().pace === 'loading',
    computation: (isLoading, last) => (isLoading ? null : (last?.value ?? null)),
  });
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected readonly height = HEIGHT;
  protected readonly step = computed(() =>
    Math.max(1_000, Math.round((this.span().to - this.span().from) / PLACES)),
  );
  protected readonly at = computed(() => this.#moved() ?? this.state().at);
  protected readonly moment = computed(() => formatFullMoment(this.at()));
  protected readonly width = computed(() => Math.max(1, this.#series.points().length));
  protected readonly calls = computed(() => this.#bars(({ calls }) => calls));
  protected readonly errors = computed(() => this.#bars(({ errors }) => errors));
  protected readonly rises = computed(() =>
    this.#series.rises().map(({ at }) => this.#placeOf(Date.parse(at))),
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected move(value: string): void {
    const at = Number(value);
    this.#moved.set(at);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.sought.emit(at), REST_MS);
  }

  /** One path of all bars. */
  #bars(count: (point: { calls: number; errors: number }) => number): string {
    const points = this.#series.points();
    const most = Math.max(1, ...points.map(({ calls }) => calls));
    return points
      .map((point, index) => {
        const share = Math.min(1, count(point) / most);
        if (share === 0) return '';
        const tall = Math.max(LEAST, share * HEIGHT);
        return `M${index + 0.1} ${HEIGHT}v${-tall}h0.8v${tall}z`;
      })
      .join('');
  }

  #placeOf(at: number): number {
    const { from, to } = this.span();
    return ((at - from) / (to - from)) * this.width();
  }
}
