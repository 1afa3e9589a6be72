import type { BenchProcess } from '../processes/bench-process.ts';
import { ratios } from '../rounds.ts';
import type { BenchRun } from '../scenario.ts';
import { measureSwitched } from '../switched-phases.ts';
import { connectAgents, measureRate } from './call-rate.ts';
import type { Era } from './load/mcp-requests.ts';

const WARM_UP_MS = 3_000;
const PHASE_MS = 1_000;
/** Each process measures eight pairs of phases, and processes of one program differ by some hundredths. */
const ROUNDS = 4;

/** A server in which something can be switched on and off while no call is in flight. */
export interface SwitchedServer {
  start: (run: BenchRun, round: number) => Promise<BenchProcess>;
  /** The command with which it is switched; its argument says whether it is on. */
  command: string;
  era: Era;
}

/** The CPU time of a call while something is on, over that while it is off, in phases within one process. */
export async function costRatios(run: BenchRun, { start, command, era }: SwitchedServer): Promise<number[]> {
  const agents = await run.start('mcp/load/agents');
  const found: number[] = [];
  for (let round = 0; round < Math.min(run.rounds, ROUNDS); round += 1) {
    const process = await start(run, round);
    const server = await connectAgents(agents, process, era);
    await measureRate(server, agents, WARM_UP_MS);
    const measure = () =>
      measureSwitched(
        (isOn) => process.call(command, isOn),
        async () => (await measureRate(server, agents, PHASE_MS)).perCpuSecond,
        () => run.handOver(),
      );
    // What is switched for the first time makes V8 compile code again, which is no cost of a call.
    await measure();
    const { on, off } = await measure();
    // Calls per CPU second: the inverse of what a call costs.
    found.push(...ratios(off, on));
    await process.stop();
  }
  return found;
}
