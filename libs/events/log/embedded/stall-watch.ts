/** Milliseconds after which a store that has not answered counts as failed. Its answer may still come. */
const STALLED_MS = 5_000;

/** Watches how long a store takes to answer. One timer serves all commits: each commit restarts it. */
export class StallWatch {
  #timer: NodeJS.Timeout | undefined;
  #lastTurn: NodeJS.Immediate | undefined;
  #isWaiting = false;

  constructor(private readonly onStalled: (error: string) => void) {}

  /** Call when a request to the store begins. */
  begin(): void {
    this.#isWaiting = true;
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#elapsed(), STALLED_MS).unref();
  }

  /** Call when the store has answered. */
  end(): void {
    this.#isWaiting = false;
    clearImmediate(this.#lastTurn);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#lastTurn);
    this.#timer = undefined;
  }

  /** An answer that has arrived while the process was busy is in time: timers come before what was received. */
  #elapsed(): void {
    if (!this.#isWaiting) return;
    this.#lastTurn = setImmediate(() => this.onStalled(`it has not answered for ${STALLED_MS} ms`));
  }
}
