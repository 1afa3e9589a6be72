import type { Random } from './random.ts';

const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/**
 * The time to wait before the next attempt (0 is the first), in milliseconds. It doubles up to a maximum, with
 * jitter.
 */
export function backOffMs(attempt: number, random: Random): number {
  return Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS) * random.between(0.75, 1.25);
}
