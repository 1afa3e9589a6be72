/** Fires once when nobody has fed it for `patienceMs`: the server's heartbeat comes every 15 s. */
export class Watchdog {
  readonly #silence = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly patienceMs: number) {
    this.feed();
  }

  /** Aborts when the patience is over. */
  get signal(): AbortSignal {
    return this.#silence.signal;
  }

  feed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#silence.abort(), this.patienceMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
