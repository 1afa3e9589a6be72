import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Interval of the clock in milliseconds. Nothing on screen updates faster for the sake of time. */
export const TICK_MS = 250;

/** The clock that drives everything on screen. Milliseconds since 1970 by this machine's clock. */
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
