/** The pauses between attempts, in milliseconds. */
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** The pause before the next attempt, after a number of failed ones: it doubles, with as much chance as half of it. */
export function backOffMs(failures: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return longest / 2 + Math.random() * (longest / 2);
}
