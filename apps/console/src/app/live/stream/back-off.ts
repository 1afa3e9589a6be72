/** Maximum wait between two attempts. */
const LONGEST_MS = 30_000;
const GROWTH = 1.5;

/**
 * Returns the wait before a retry in milliseconds: exponential, at most 30 s. `attempt` 1 is the first retry. Half of
 * the wait is random, so that many consoles do not reconnect to a restarted server at the same moment.
 */
export function backOffMs(attempt: number, baseMs: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, baseMs * GROWTH ** (attempt - 1));
  return Math.round(ceiling * (0.5 + random() / 2));
}
