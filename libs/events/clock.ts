const SECOND_MS = 1_000;

/**
 * Tells the time as ISO 8601, UTC, to the millisecond. Events come by the thousand in a second: it is written out
 * once for each second, and only the milliseconds are added for each event.
 */
export class Clock {
  #second = NaN;
  /** `2026-11-22T08:00:00.` */
  #prefix = '';

  now(): string {
    const now = Date.now();
    const second = Math.floor(now / SECOND_MS);
    if (second !== this.#second) {
      this.#second = second;
      this.#prefix = new Date(now).toISOString().slice(0, -'000Z'.length);
    }
    return `${this.#prefix}${String(now - second * SECOND_MS).padStart(3, '0')}Z`;
  }
}
