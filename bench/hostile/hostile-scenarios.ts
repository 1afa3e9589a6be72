import { join } from 'node:path';
import type { BenchProcess } from '../processes/bench-process.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';

const MIB = 1024 * 1024;

/** Number of calls in one measurement of the latency. */
const CALLS = 1_000;
const WARM_UP_CALLS = 500;

/** Milliseconds that the server has to clean up after the attackers have left. */
const LEAVING_MS = 2_000;

/** The longest turn of the serving thread while it handles 1 MiB of text in each place of a message. */
const TEXTS: Scenario = {
  ofThisHeadAlone: true,
  rows: [{ name: 'hostile.max_block_ms', unit: 'ms of CPU time in one turn', better: 'lower', target: 50 }],
  measure: measureTexts,
};

/** What the attackers hold open at a time, how many of them, and the most memory that this may take, in MiB. */
const CROWDS = [
  { name: 'half_bodies', command: 'halfBodies', count: 1_000, maxMib: 192 },
  { name: 'idle_connections', command: 'idleConnections', count: 1_000, maxMib: 32 },
  { name: 'sessions', command: 'sessions', count: 10_000, maxMib: 512 },
  { name: 'hanging_calls', command: 'hangingCalls', count: 10_000, maxMib: 256 },
] as const;

/**
 * The memory while the attackers are connected and after they have left, and the latency of another agent meanwhile.
 */
const CROWD_SCENARIOS: readonly Scenario[] = CROWDS.map((crowd) => ({
  ofThisHeadAlone: true,
  rows: [
    { name: `hostile.${crowd.name}.mib`, unit: 'MiB', better: 'lower', target: crowd.maxMib },
    { name: `hostile.${crowd.name}.mib_after`, unit: 'MiB', better: 'lower' },
    { name: `hostile.${crowd.name}.p99`, unit: 'ratio to undisturbed', better: 'lower', target: 3 },
  ],
  measure: (run) => measureCrowd(run, crowd),
}));

export const HOSTILE: readonly Scenario[] = [TEXTS, ...CROWD_SCENARIOS];

async function measureTexts(run: BenchRun): Promise<Samples> {
  const { server, port, agent, attackers } = await startAll(run, 'texts');
  await agent.call('p99', { port, calls: WARM_UP_CALLS });
  await server.call('watchTurns');
  await server.call('longestTurnMs');
  let worst = { name: '', ms: 0 };
  for (;;) {
    const name = await attackers.call<string | null>('nextBody', port);
    if (name === null) break;
    const ms = await server.call<number>('longestTurnMs');
    if (ms > worst.ms) worst = { name, ms };
  }
  run.note(`the longest turn, ${worst.ms.toFixed(1)} ms: ${worst.name}`);
  return { 'hostile.max_block_ms': [worst.ms] };
}

async function measureCrowd(
  run: BenchRun,
  { name, command, count }: (typeof CROWDS)[number],
): Promise<Samples> {
  const { server, port, agent, attackers } = await startAll(run, name);
  await agent.call('p99', { port, calls: WARM_UP_CALLS });
  const before = await server.call('retainedBytes');
  const calm = await agent.call<number>('p99', { port, calls: CALLS });
  await attackers.call(command, { port, count });
  const held = (await server.call('retainedBytes')) - before;
  const disturbed = await agent.call<number>('p99', { port, calls: CALLS });
  await attackers.call('leave');
  await new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
  const after = (await server.call('retainedBytes')) - before;
  run.note(`p99 of the other agent: ${calm.toFixed(2)} ms undisturbed, ${disturbed.toFixed(2)} ms disturbed`);
  return {
    [`hostile.${name}.mib`]: [held / MIB],
    [`hostile.${name}.mib_after`]: [after / MIB],
    [`hostile.${name}.p99`]: [disturbed / calm],
  };
}

async function startAll(
  run: BenchRun,
  name: string,
): Promise<{ server: BenchProcess; port: number; agent: BenchProcess; attackers: BenchProcess }> {
  const server = await run.start('hostile/server', join(run.folder, `${name}.db`));
  const agent = await run.start('hostile/right-agent');
  const attackers = await run.start('hostile/attackers');
  return { server, port: await server.call<number>('port'), agent, attackers };
}
