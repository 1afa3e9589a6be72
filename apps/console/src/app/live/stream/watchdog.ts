/** Aborts its signal if it is not fed in time. */
export class Watchdog {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `patienceMs` is the time until the first feed, in milliseconds. */
  constructor(patienceMs: number) {
    this.feed(patienceMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Extends the deadline to `patienceMs` milliseconds from now. */
  feed(patienceMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), patienceMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
