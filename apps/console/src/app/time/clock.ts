import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Four ticks a second: running durations look alive, and nothing ticks faster. */
export const TICK_MS = 250;

/** The one clock that everything on screen ticks by. Milliseconds since 1970, by this machine. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly #now = signal(Date.now());

  readonly now = this.#now.asReadonly();
  /** The same in whole seconds, for what need not change more often. */
  readonly second = computed(() => Math.floor(this.now() / 1000) * 1000);

  constructor() {
    const timer = setInterval(() => this.#now.set(Date.now()), TICK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
