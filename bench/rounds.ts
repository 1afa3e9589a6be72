import type { BenchRun } from './scenario.ts';

/** The measurements of each contestant, one per round. */
export type Measurements<Name extends string, T> = Record<Name, T[]>;

/**
 * Measures the contestants alternately, A B B A A B …, so that a disturbance of the machine affects all of them alike.
 * After each measurement the other head gets its turn, if two are compared.
 */
export async function inTurns<Name extends string, T>(
  run: Pick<BenchRun, 'rounds' | 'handOver'>,
  contestants: readonly Name[],
  measure: (contestant: Name, round: number) => Promise<T>,
): Promise<Measurements<Name, T>> {
  const measurements = Object.fromEntries(contestants.map((name) => [name, [] as T[]]));
  for (let round = 0; round < run.rounds; round += 1)
    for (const name of round % 2 === 0 ? contestants : contestants.toReversed()) {
      measurements[name]?.push(await measure(name, round));
      await run.handOver();
    }
  return measurements as Measurements<Name, T>;
}

/** The ratios round by round, because only figures that were measured side by side are comparable. */
export function ratios(of: readonly number[] = [], over: readonly number[] = []): number[] {
  return of.map((figure, round) => figure / (over[round] ?? NaN));
}
