/** The bounds of the time between two flushes, in milliseconds. */
export interface FlushBounds {
  minMs: number;
  maxMs: number;
}

export interface FlushSize {
  subscribers: number;
  events: number;
}

/**
 * A write per subscriber is what a flush costs, whatever it carries; so the pause between two grows with their
 * number: few are told at once, and many share fewer, larger writes. In milliseconds.
 */
const PAUSE_PER_SUBSCRIBER = 0.02;
/**
 * So many events in one flush double the pause: where they come faster than anybody follows, it is fewer writes
 * that count. A flush of a few is hardly slowed down.
 */
const EVENTS_TO_DOUBLE = 8;
/** Waits that are shorter are none, in milliseconds: a timer takes one at least. */
const SHORTEST_WAIT_MS = 0.5;

/** Says when to flush next. */
export class FlushPace {
  #endedAt = 0;
  #pauseMs = 0;
  #workMs = 0;

  constructor(private readonly bounds: FlushBounds) {}

  /**
   * Milliseconds to wait from now on; 0 for the end of this turn. Until the pause is over, and always as long
   * as the last flush worked: what follows on the heels of the first goes with it, not with a second flush.
   */
  get waitMs(): number {
    const left = this.#endedAt + this.#pauseMs - performance.now();
    const waitMs = Math.max(left, Math.min(this.#workMs, this.#pauseMs));
    return waitMs < SHORTEST_WAIT_MS ? 0 : waitMs;
  }

  /** Runs a flush of so many events to so many subscribers; the next pause begins with its end. */
  measure({ subscribers, events }: FlushSize, flush: () => void): void {
    // CPU time: a flush during which the thread had to wait for a busy core did not work longer for that.
    const began = process.threadCpuUsage();
    flush();
    const { user, system } = process.threadCpuUsage(began);
    this.#workMs = (user + system) / 1_000;
    this.#endedAt = performance.now();
    const { minMs, maxMs } = this.bounds;
    const wanted = subscribers * PAUSE_PER_SUBSCRIBER * (1 + events / EVENTS_TO_DOUBLE);
    this.#pauseMs = Math.min(Math.max(wanted, minMs), maxMs);
  }
}
