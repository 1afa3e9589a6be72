/** At most 15 repaints a second. */
const SHORTEST_PAUSE_MS = 1000 / 15;
/** A repaint may take this share of the time at most: a costly one makes the next one wait longer. */
const LARGEST_SHARE = 0.2;

/**
 * Turns any number of requests into few repaints, by timer: animation frames stop in hidden tabs, and
 * the picture has to be right when somebody looks again.
 */
export class Repaint {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastAt = -Infinity;
  #pauseMs = SHORTEST_PAUSE_MS;

  constructor(private readonly paint: () => void) {}

  /** Asks for a repaint soon. */
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
