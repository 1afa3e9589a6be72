import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';

import { LiveStore } from './live-store.ts';
import { PictureTime } from './picture-time.ts';
import { RateWindow, sampleOf, type Rates } from './rate-window.ts';

/** A rate over a shorter span would jump with each call, in milliseconds. */
const LEAST_MS = 5_000;

/** What happens now, each second: rates over the last minute and the last five. Begins when it is first injected. */
@Injectable({ providedIn: 'root' })
export class LiveRates {
  readonly #store = inject(LiveStore);
  readonly #time = inject(PictureTime);
  readonly #window = new RateWindow();
  readonly #sampled = signal(0);

  readonly lastMinute = computed(() => this.#within(60_000));
  readonly lastFiveMinutes = computed(() => this.#within(300_000));

  constructor() {
    effect(() => {
      this.#store.beginnings();
      this.#window.clear();
    });
    effect(() => {
      const at = this.#time.second();
      const totals = this.#store.totals();
      if (totals) this.#window.add(sampleOf(totals, at));
      else this.#window.clear();
      untracked(() => this.#sampled.update((count) => count + 1));
    });
  }

  #within(spanMs: number): Rates | null {
    this.#sampled();
    const rates = this.#window.within(spanMs);
    return rates && rates.spanMs >= LEAST_MS ? rates : null;
  }
}
