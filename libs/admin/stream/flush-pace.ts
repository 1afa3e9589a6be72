/** The bounds of the time between two flushes, in milliseconds. */
export interface FlushBounds {
  minMs: number;
  maxMs: number;
}

/**
 * A pause is so many times as long as the flush before it took. A write per subscriber is what a flush
 * costs, so the pause grows with their number: few are told at once, and many share fewer, larger writes.
 */
const PAUSE_PER_COST = 3;

/** Says when to flush next. */
export class FlushPace {
  #endedAt = 0;
  #pauseMs = 0;

  constructor(private readonly bounds: FlushBounds) {}

  /** Milliseconds to wait from now on; 0 for the end of this turn. */
  get waitMs(): number {
    return Math.max(0, this.#endedAt + this.#pauseMs - performance.now());
  }

  /** Runs a flush, and takes its time for a measure of the next pause. */
  measure(flush: () => void): void {
    const began = performance.now();
    flush();
    this.#endedAt = performance.now();
    const wanted = (this.#endedAt - began) * PAUSE_PER_COST;
    this.#pauseMs = Math.min(Math.max(wanted, this.bounds.minMs), this.bounds.maxMs);
  }
}
