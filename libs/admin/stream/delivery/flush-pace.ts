/** The bounds of the time between two flushes, in milliseconds. */
export interface FlushBounds {
  minMs: number;
  maxMs: number;
}

/** How much one flush delivered. */
export interface FlushSize {
  subscribers: number;
  events: number;
}

/**
 * Milliseconds of pause per subscriber. A flush costs one write per subscriber, whatever it carries: few subscribers
 * are served at once, many share fewer and larger writes.
 */
const PAUSE_PER_SUBSCRIBER_MS = 0.02;
/** Number of events in a flush that double the pause: when events come fast, fewer writes matter more than delay. */
const EVENTS_TO_DOUBLE = 8;
/** Size of a flush, in bytes, from which on a write costs as much as its bytes: fewer and larger ones save nothing. */
const FULL_BYTES = 64 * 1024;
/** Shorter waits are none: a timer takes a millisecond at least. */
const SHORTEST_WAIT_MS = 0.5;

/** Decides when to flush next. This is the only delay of an event that adapts to the load. */
export class FlushPace {
  #endedAt = 0;
  #pauseMs = 0;
  #workMs = 0;

  constructor(private readonly bounds: FlushBounds) {}

  /**
   * Milliseconds to wait from now on; 0 for the end of this turn of the event loop. A flush waits until the pause is
   * over, and always as long as the last flush worked, so that what is committed right after it is sent with it.
   */
  get waitMs(): number {
    const left = this.#endedAt + this.#pauseMs - performance.now();
    const waitMs = Math.max(left, Math.min(this.#workMs, this.#pauseMs));
    return waitMs < SHORTEST_WAIT_MS ? 0 : waitMs;
  }

  /** Whether a flush of so many bytes should not wait for more events, whatever the pause. */
  isFull(bytes: number): boolean {
    return bytes >= FULL_BYTES;
  }

  /** Runs a flush and measures it; the next pause begins at its end. */
  measure({ subscribers, events }: FlushSize, flush: () => void): void {
    // CPU time: a flush that waited for a busy core did not work longer for that.
    const began = process.threadCpuUsage();
    flush();
    const { user, system } = process.threadCpuUsage(began);
    this.#workMs = (user + system) / 1_000;
    this.#endedAt = performance.now();
    const { minMs, maxMs } = this.bounds;
    const wanted = subscribers * PAUSE_PER_SUBSCRIBER_MS * (1 + events / EVENTS_TO_DOUBLE);
    this.#pauseMs = Math.min(Math.max(wanted, minMs), maxMs);
  }
}
