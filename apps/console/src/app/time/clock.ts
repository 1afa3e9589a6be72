import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Interval of the clock in milliseconds. No time on screen updates more often. */
export const TICK_MS = 250;

/** The clock for all times on screen, in milliseconds since 1970 on this machine's clock. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly #now = signal(Date.now());

  readonly now = this.#now.asReadonly();
  /** The time in whole seconds, for texts that show no fractions. */
  readonly second = computed(() => Math.floor(this.now() / 1000) * 1000);

  constructor() {
    const timer = setInterval(() => this.#now.set(Date.now()), TICK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
