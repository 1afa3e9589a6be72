import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';

import { LiveStore } from '../live-store.ts';
import { PictureTime } from '../picture-time.ts';
import { samplesBefore } from './past-samples.ts';
import { RateWindow, sampleOf, type RateSample, type Rates } from './rate-window.ts';

/** Minimum span of a rate in milliseconds. Over a shorter one, the rate would jump with each call. */
const LEAST_MS = 5_000;

/** The rates of the last minute and the last five minutes, updated each second. Starts when it is first injected. */
@Injectable({ providedIn: 'root' })
export class LiveRates {
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  readonly #window = new RateWindow();
  readonly #sampled = signal(0);
  #beginning = 0;

  readonly lastMinute = computed(() => this.#within(60_000));
  readonly lastFiveMinutes = computed(() => this.#within(300_000));

  /** The counters of the last five minutes, one sample per second, oldest first. */
  readonly samples = computed(() => {
    this.#sampled();
    return this.#window.samples;
  });

  constructor() {
    effect(() => {
      const at = this.#time.second();
      const totals = this.#store.totals();
      const beginning = this.#store.beginnings();
      if (!totals) this.#window.clear();
      else if (beginning !== this.#beginning || this.#window.samples.length === 0)
        this.#window.begin(this.#before(sampleOf(totals, at)));
      else this.#window.add(sampleOf(totals, at));
      this.#beginning = beginning;
      untracked(() => this.#sampled.update((count) => count + 1));
    });
  }

  /** When a picture begins or is replaced, earlier samples follow from the rows of its feed. */
  #before(now: RateSample): RateSample[] {
    const rows = this.#store.rows(0, Infinity);
    return samplesBefore(
      now,
      rows.flatMap((row) => (row.kind === 'event' ? [row.event] : [])),
    );
  }

  #within(spanMs: number): Rates | null {
    this.#sampled();
    const rates = this.#window.within(spanMs);
    return rates && rates.spanMs >= LEAST_MS ? rates : null;
  }
}
