/**
 * Decides when the next commit begins. The cost of a commit hardly depends on its size: it wakes threads and writes
 * pages. So the first event after a quiet time is committed at the end of its turn of the event loop. Under load a
 * commit waits until the pause since the last one is over, and takes everything that has accumulated.
 *
 * The pause is a constant. Only the stream has a delay that adapts to the load.
 */
export class CommitPace {
  #begun = -Infinity;
  #isDue = false;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `pauseMs` is the time from the beginning of one commit to the beginning of the next; 0 for none. */
  constructor(
    private readonly pauseMs: number,
    private readonly begin: () => void,
  ) {}

  /** Schedules a commit because events are waiting: calls `begin` once, when it is time. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const waitMs = this.pauseMs === 0 ? 0 : this.#begun + this.pauseMs - performance.now();
    // At the end of the turn even if the pause is over: everything published in this turn is committed together.
    if (waitMs <= 0) this.#immediate = setImmediate(() => this.#fire());
    else this.#timer = setTimeout(() => this.#fire(), waitMs);
  }

  /** Notes that a commit begins, on schedule or earlier. */
  begun(): void {
    this.cancel();
    if (this.pauseMs > 0) this.#begun = performance.now();
  }

  cancel(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
  }

  #fire(): void {
    this.#isDue = false;
    this.begin();
  }
}
