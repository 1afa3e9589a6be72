/** Pairs of phases, on and off, in one process. */
const PAIRS = 8;

/** The measurements while something was on, and in the neighboring phases while it was off. */
export interface SwitchedPhases<T> {
  on: T[];
  off: T[];
}

/**
 * Switches something on and off within one process, in short phases: on off, off on, … Two processes of the same
 * program may differ by a tenth for their whole life, which is more than the difference to measure.
 */
export async function measureSwitched<T>(
  turn: (isOn: boolean) => Promise<void>,
  measure: () => Promise<T>,
  handOver: () => Promise<void>,
): Promise<SwitchedPhases<T>> {
  const phases: SwitchedPhases<T> = { on: [], off: [] };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    for (const state of pair % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
      await turn(state === 'on');
      phases[state].push(await measure());
    }
    await handOver();
  }
  await turn(true);
  return phases;
}
