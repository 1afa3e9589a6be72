import type { Random } from './random.ts';

const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** How long to wait before the next attempt (0 is the first): doubling, bounded, never twice the same. */
export function backOffMs(attempt: number, random: Random): number {
  return Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS) * random.between(0.75, 1.25);
}
