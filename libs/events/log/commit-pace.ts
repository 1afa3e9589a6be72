/**
 * When the next commit begins. What a commit costs, it costs whatever its size: threads are woken and pages
 * are written. So after a time without any, the first event is committed with the end of its turn of the event
 * loop, and under load a commit waits until the pause since the one before is over, and takes with it what has
 * gathered meanwhile.
 */
export class CommitPace {
  #begun = -Infinity;
  #isDue = false;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `pauseMs` is the least time between the beginnings of two commits; 0 for none. */
  constructor(
    private readonly pauseMs: number,
    private readonly begin: () => void,
  ) {}

  /** Something waits: `begin` is called once, when it is time. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const waitMs = this.pauseMs === 0 ? 0 : this.#begun + this.pauseMs - performance.now();
    // Even when it is time already: everything published in this turn is committed together.
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
