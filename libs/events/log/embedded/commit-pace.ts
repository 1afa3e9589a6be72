/**
 * Decides when the next commit begins. What a commit costs hardly depends on its size: threads are woken and pages
 * are written. So the first event after a quiet time is committed at the end of its turn of the event loop; under
 * load a commit waits until the pause since the one before is over, and carries what has gathered meanwhile.
 *
 * The pause is a constant: the delay that adapts to the load is that of the stream, and there is only one such delay.
 */
export class CommitPace {
  #begun = -Infinity;
  #isDue = false;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `pauseMs` is the time from the beginning of one commit to that of the next; 0 for none. */
  constructor(
    private readonly pauseMs: number,
    private readonly begin: () => void,
  ) {}

  /** Events wait: calls `begin` once, when it is time. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const waitMs = this.pauseMs === 0 ? 0 : this.#begun + this.pauseMs - performance.now();
    // Also when it is time already: everything published in this turn is committed together.
    if (waitMs <= 0) this.#immediate = setImmediate(() => this.#fire());
    else this.#timer = setTimeout(() => this.#fire(), waitMs);
  }

  /** A commit begins, on time or ahead of it. */
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
