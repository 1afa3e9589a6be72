/** At most 15 repaints a second. */
const SHORTEST_PAUSE_MS = 1000 / 15;
/** Maximum share of time for repaints: a slow repaint is followed by a longer pause. */
const LARGEST_SHARE = 0.2;

/**
 * Combines requests into few repaints. It uses timers, because animation frames stop in hidden tabs, whose state must
 * stay current.
 */
export class Repaint {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastAt = -Infinity;
  #pauseMs = SHORTEST_PAUSE_MS;

  constructor(private readonly paint: () => void) {}

  /** Requests a repaint after the pause. */
  request(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.now(), Math.max(0, this.#lastAt + this.#pauseMs - performance.now()));
  }

  /** Repaints at once. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const start = performance.now();
    this.paint();
    this.#lastAt = performance.now();
    this.#pauseMs = Math.max(SHORTEST_PAUSE_MS, (this.#lastAt - start) / LARGEST_SHARE);
  }
}
