/** The seed of every random decision in the suites. The environment variable `SEED` sets another one. */
export const SEED = Number(process.env['SEED'] ?? 1);

/** A random generator that repeats its results for the same seed. */
export interface Random {
  /** Returns an integer from 0 to `limit - 1`. */
  below: (limit: number) => number;
  pick: <T>(choices: readonly T[]) => T;
}

/** mulberry32: small, and good enough to choose moments. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    pick: (choices) => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new Error('There is nothing to choose from');
      return choice;
    },
  };
}
