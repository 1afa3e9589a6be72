import { LRUCache } from 'lru-cache';

/** Number of wrong attempts that a network may make within {@link WINDOW_MS}. */
export const MAX_WRONG_ATTEMPTS = 10;
const WINDOW_MS = 60_000;

/** Maximum number of networks that are counted at the same time. */
const MAX_NETWORKS = 10_000;

/** Counts wrong attempts per network in windows of one minute. A right attempt does not reset the count. */
export class AttemptLimiter {
  readonly #wrong = new LRUCache<string, number>({
    max: MAX_NETWORKS,
    ttl: WINDOW_MS,
    // A window begins with the first wrong attempt and is not extended by others.
    noUpdateTTL: true,
    ttlResolution: 0,
    perf: { now: () => Date.now() },
  });

  /** Milliseconds until the network may try again; 0 when it may try now. */
  blockedForMs(network: string): number {
    if ((this.#wrong.get(network) ?? 0) < MAX_WRONG_ATTEMPTS) return 0;
    return Math.max(0, this.#wrong.getRemainingTTL(network));
  }

  countWrong(network: string, times = 1): void {
    this.#wrong.set(network, (this.#wrong.get(network) ?? 0) + times);
  }
}
