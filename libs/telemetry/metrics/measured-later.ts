/** Maximum number that waits to be measured. */
const WAITING = 256;

/**
 * Collects what is to be measured. An agent waits while its answer is observed, and measuring many at a time costs each a
 * fraction of what it costs between other work.
 */
export class MeasuredLater<T> {
  #waiting: T[] = [];

  constructor(private readonly measure: (one: T) => void) {}

  add(one: T): void {
    this.#waiting.push(one);
    if (this.#waiting.length >= WAITING) this.measureAll();
  }

  measureAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) this.measure(one);
  }
}
