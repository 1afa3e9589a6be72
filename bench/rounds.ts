/** Each contestant's measurements, one a round. */
export type Measurements<Name extends string, T> = Record<Name, T[]>;

/**
 * Measures the contestants in turn, A B A B …, in every other round in the opposite order: whatever else
 * the machine does meets all of them alike.
 */
export async function inTurns<Name extends string, T>(
  contestants: readonly Name[],
  rounds: number,
  measure: (contestant: Name, round: number) => Promise<T>,
): Promise<Measurements<Name, T>> {
  const measurements = Object.fromEntries(contestants.map((name) => [name, [] as T[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of round % 2 === 0 ? contestants : contestants.toReversed())
      measurements[name]?.push(await measure(name, round));
  return measurements as Measurements<Name, T>;
}

/** The middle of the figures; NaN when there are none. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** The median of the ratios round by round: two figures are compared only where they were taken side by side. */
export function medianRatio(of: readonly number[] = [], over: readonly number[] = []): number {
  return median(of.map((figure, round) => figure / (over[round] ?? NaN)));
}
