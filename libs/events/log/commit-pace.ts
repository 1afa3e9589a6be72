/** The most events of a commit after which the pause is no longer than it has to be. */
const FEW = 16;
/** How many times as long the pause becomes at most. */
const MOST_STRETCHED = 3;

/**
 * When the next commit begins. What a commit costs, it costs whatever its size: threads are woken and pages
 * are written. So after a time without any, the first event is committed with the end of its turn of the event
 * loop, and under load a commit waits until the pause since the one before is over, and takes with it what has
 * gathered meanwhile. Where much gathers the pause grows: thousands of events a second are read by nobody as they come.
 */
export class CommitPace {
  #begun = -Infinity;
  #pauseMs: number;
  #isDue = false;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `leastMs` is the least time between the beginnings of two commits; 0 for none. */
  constructor(
    private readonly leastMs: number,
    private readonly begin: () => void,
  ) {
    this.#pauseMs = leastMs;
  }

  /** Something waits: `begin` is called once, when it is time. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const waitMs = this.leastMs === 0 ? 0 : this.#begun + this.#pauseMs - performance.now();
    // Even when it is time already: everything published in this turn is committed together.
    if (waitMs <= 0) this.#immediate = setImmediate(() => this.#fire());
    else this.#timer = setTimeout(() => this.#fire(), waitMs);
  }

  /** A commit of so many events begins, on time or ahead of it. */
  begun(events: number): void {
    this.cancel();
    if (this.leastMs === 0) return;
    this.#begun = performance.now();
    this.#pauseMs = this.leastMs * Math.min(Math.max(events / FEW, 1), MOST_STRETCHED);
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
