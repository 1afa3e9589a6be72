/** Number of wrong attempts that a network has in {@link WINDOW_MS}. */
export const MAX_WRONG_ATTEMPTS = 10;
const WINDOW_MS = 60_000;

/** Maximum number of networks that are counted at a time. The one counted longest is dropped first. */
const MAX_NETWORKS = 10_000;

/** Counts the wrong attempts of each network in windows of a minute. A right attempt does not reset the count. */
export class AttemptLimiter {
  readonly #windows = new Map<string, { wrong: number; endsAt: number }>();

  /** Milliseconds until the network may try again; 0 when it may now. */
  blockedForMs(network: string): number {
    const window = this.#windows.get(network);
    if (!window || window.wrong < MAX_WRONG_ATTEMPTS) return 0;
    return Math.max(0, window.endsAt - Date.now());
  }

  countWrong(network: string): void {
    const now = Date.now();
    const window = this.#windows.get(network);
    if (window && window.endsAt > now) {
      window.wrong += 1;
      return;
    }
    // Set anew, so that the map stays in the order in which windows end.
    this.#windows.delete(network);
    this.#windows.set(network, { wrong: 1, endsAt: now + WINDOW_MS });
    this.#dropOld(now);
  }

  #dropOld(now: number): void {
    for (const [network, { endsAt }] of this.#windows) {
      if (endsAt > now && this.#windows.size <= MAX_NETWORKS) return;
      this.#windows.delete(network);
    }
  }
}
