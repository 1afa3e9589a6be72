import { join } from 'node:path';
import { connectAgents, measureRate } from '../mcp/call-rate.ts';
import { ratios } from '../rounds.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { measureSwitched } from '../switched-phases.ts';

const ROW = 'traces.cpu_ratio';
const WARM_UP_MS = 3_000;
const PHASE_MS = 500;
/** The share of traces that is sampled. */
const SHARE = 0.01;
/** Each process measures eight pairs of phases. Two processes show whether they agree. */
const ROUNDS = 2;

/** What spans cost a call, while one trace of a hundred is sampled and sent to another process. */
export const TRACES: Scenario = {
  rows: [
    {
      name: ROW,
      unit: 'ratio of CPU time per call, 1 % of traces sampled against no traces',
      better: 'lower',
      target: 1.05,
    },
  ],
  ofThisHeadAlone: true,
  measure: measureTraces,
};

async function measureTraces(run: BenchRun): Promise<Samples> {
  const agents = await run.start('mcp/load/agents');
  const sink = await run.start('traces/span-sink');
  const endpoint = `http://127.0.0.1:${await sink.call<number>('port')}`;
  const found: number[] = [];
  for (let round = 0; round < Math.min(run.rounds, ROUNDS); round += 1) {
    const database = join(run.folder, `traced-${round}.db`);
    const process = await run.start('traces/traced-server', database, endpoint, String(SHARE));
    const server = await connectAgents(agents, process, 'modern');
    await measureRate(server, agents, WARM_UP_MS);
    const { on, off } = await measureSwitched(
      (isOn) => process.call('trace', isOn),
      async () => (await measureRate(server, agents, PHASE_MS)).perCpuSecond,
      () => run.handOver(),
    );
    // Calls per CPU second: the inverse of what a call costs.
    found.push(...ratios(off, on));
    await process.stop();
  }
  return { [ROW]: found };
}
