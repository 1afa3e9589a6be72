/** Aborts its signal when nothing feeds it in time. */
export class Watchdog {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `patienceMs`: how long it waits for the first feed, in milliseconds. */
  constructor(patienceMs: number) {
    this.feed(patienceMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Grants another `patienceMs` milliseconds from now. */
  feed(patienceMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), patienceMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
