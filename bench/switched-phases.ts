/** Pairs of phases, on and off, in one process. */
const PAIRS = 8;

/** What was measured while something was on, and in the neighboring phases in which it was off. */
export interface SwitchedPhases<T> {
  on: T[];
  off: T[];
}

/**
 * Switches something on and off within one process, in short phases: on off, off on, … Two processes of one program
 * may differ by a tenth for as long as they live, which is more than what is measured here.
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
