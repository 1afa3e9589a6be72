import { Injectable, signal } from '@angular/core';

/** Smaller differences of the clocks are ignored, in milliseconds, because an answer takes time as well. */
const LEAST_SKEW_MS = 2_000;

/** The server's clock, which sets the time of all events. */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  readonly #aheadMs = signal(0);
  /** How far the server's clock is ahead of this machine's, in milliseconds; approximate. */
  readonly aheadMs = this.#aheadMs.asReadonly();

  /** Returns the time of the server's clock, in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#aheadMs();
  }

  /** Sets the measured difference. */
  adjust(aheadMs: number): void {
    this.#aheadMs.set(Math.trunc(aheadMs / LEAST_SKEW_MS) * LEAST_SKEW_MS);
  }
}
