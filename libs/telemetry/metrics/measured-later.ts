/** Maximum number that waits to be measured. */
const WAITING = 256;

/**
 * Collects what is to be measured. An agent waits while its answer is observed, and measuring many at a time costs each a
 * fraction of what it costs between other work. What a trace records is measured at once: the metric leads to the trace, with
 * the time of the measurement.
 */
export class MeasuredLater<T extends { tracedAs?: string }> {
  #waiting: T[] = [];

  constructor(private readonly measure: (one: T) => void) {}

  add(one: T): void {
    if (one.tracedAs !== undefined) return this.measure(one);
    this.#waiting.push(one);
    if (this.#waiting.length >= WAITING) this.measureAll();
  }

  measureAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) this.measure(one);
  }
}
