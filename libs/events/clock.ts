/**
 * Returns the time as ISO 8601 in UTC, to the millisecond. Formatting takes a tenth of the time of publishing an event,
 * so all events of one millisecond share one text.
 */
export class Clock {
  #moment = NaN;
  #text = '';

  now(): string {
    const now = Date.now();
    if (now !== this.#moment) {
      this.#moment = now;
      this.#text = new Date(now).toISOString();
    }
    return this.#text;
  }
}
