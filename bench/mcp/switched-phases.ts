import type { BenchProcess } from '../processes/bench-process.ts';
import { measureRate, type CalledServer, type CallRate } from './call-rate.ts';

/** Milliseconds of calls in one phase. */
const PHASE_MS = 500;
/** Pairs of phases, on and off, in one process. */
const PAIRS = 10;

/** The rates of the phases in which something was on, and those of their neighbors in which it was off. */
export interface SwitchedRates {
  on: CallRate[];
  off: CallRate[];
}

/**
 * Switches something on and off within one process, in short phases: on off, off on, … Two processes of one program
 * may differ by a tenth for as long as they live, which is more than what is measured here.
 */
export async function measureSwitched(
  server: CalledServer,
  agents: BenchProcess,
  command: string,
  handOver: () => Promise<void>,
): Promise<SwitchedRates> {
  const rates: SwitchedRates = { on: [], off: [] };
  const phase = async (state: 'on' | 'off'): Promise<void> => {
    await server.process.call(command, state === 'on');
    rates[state].push(await measureRate(server, agents, PHASE_MS));
  };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    for (const state of pair % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const))
      await phase(state);
    await handOver();
  }
  await server.process.call(command, true);
  return rates;
}
