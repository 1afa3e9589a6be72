const SECOND_MS = 1_000;

/**
 * Tells the time as ISO 8601, UTC, to the millisecond. Events come by the thousand in a second: a moment is written
 * out once, and for the moments of one second only the milliseconds are.
 */
export class Clock {
  #moment = NaN;
  #text = '';
  #second = NaN;
  /** `2026-11-22T08:00:00.` */
  #prefix = '';

  now(): string {
    const now = Date.now();
    if (now !== this.#moment) {
      this.#text = this.#write(now);
      this.#moment = now;
    }
    return this.#text;
  }

  #write(now: number): string {
    const second = Math.floor(now / SECOND_MS);
    if (second !== this.#second) {
      this.#second = second;
      this.#prefix = new Date(now).toISOString().slice(0, -'000Z'.length);
    }
    return `${this.#prefix}${String(now - second * SECOND_MS).padStart(3, '0')}Z`;
  }
}
