/** Milliseconds after the first failure; doubled after each further one. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Milliseconds to wait after a number of failures in a row. Half of it is random, so that many upstreams do not come
 * back at once.
 */
export function backOffMs(failures: number, random = Math.random()): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return longest * (0.5 + random / 2);
}

/** The least of what {@link backOffMs} may say. */
export function shortestBackOffMs(failures: number): number {
  return backOffMs(failures, 0);
}
