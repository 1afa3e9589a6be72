/** No wait is longer than this. */
const LONGEST_MS = 30_000;
const GROWTH = 1.5;

/**
 * How long to wait before the given attempt (1 is the first retry): exponential, at most 30 s. Half of
 * it is drawn by lot, so that many consoles do not come back to a restarted server in step.
 */
export function backOffMs(attempt: number, baseMs: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, baseMs * GROWTH ** (attempt - 1));
  return Math.round(ceiling * (0.5 + random() / 2));
}
