import { Injectable, signal } from '@angular/core';

/** Clocks that differ by less are taken for equal, in milliseconds: an answer takes its time, too. */
const LEAST_SKEW_MS = 2_000;

/** What is known of the server's clock, by which all events are stamped. */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  readonly #aheadMs = signal(0);
  /** How far the server's clock is ahead of this machine's, in milliseconds, roughly. */
  readonly aheadMs = this.#aheadMs.asReadonly();

  /** The time by the server's clock, in milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#aheadMs();
  }

  /** Tells how far it was found to be ahead. */
  adjust(aheadMs: number): void {
    this.#aheadMs.set(Math.trunc(aheadMs / LEAST_SKEW_MS) * LEAST_SKEW_MS);
  }
}
