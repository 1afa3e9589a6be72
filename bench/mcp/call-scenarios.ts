import { join } from 'node:path';
import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, median, medianRatio } from '../rounds.ts';
import type { BenchRun, Figures, Scenario } from '../scenario.ts';
import { COMPARISONS, type CallRate, type Contestant } from './comparisons.ts';
import type { Era } from './load/mcp-requests.ts';

/** Milliseconds of calls before anything is measured: time for the compiler. */
const WARM_UP_MS = 6_000;
/** Milliseconds of calls to one server in one round. */
const SLICE_MS = 2_000;

/** One trivial tool out of twenty, called over and over by a few agents at a time. */
export const LEGACY_CALLS = scenarioOf('legacy');
export const MODERN_CALLS = scenarioOf('modern');

function scenarioOf(era: Era): Scenario {
  return { rows: COMPARISONS[era].map(({ row }) => row), measure: (run) => measureCalls(run, era) };
}

async function measureCalls(run: BenchRun, era: Era): Promise<Figures> {
  const comparisons = COMPARISONS[era].filter(({ row }) => run.wants(row.name));
  const contestants = [...new Set(comparisons.flatMap(({ of, over }) => [of, over]))];
  const agents = await run.start('mcp/load/agents');
  const servers = {} as Record<Contestant, BenchProcess[]>;
  for (const name of contestants) servers[name] = [];
  // A process for each round: two of one and the same program can differ by a tenth, and stay so.
  for (let index = 0; index < run.rounds; index += 1)
    for (const name of contestants) {
      const server = await startServer(run, name, index, era);
      servers[name].push(server);
      await agents.call('connect', { port: await server.call<number>('port'), era });
      await measureRate(server, agents, WARM_UP_MS);
    }
  const rates = await inTurns(contestants, run.rounds, (name, round) => {
    const server = servers[name][round];
    if (!server) throw new Error(`${name} has not been started`);
    return measureRate(server, agents, SLICE_MS);
  });
  for (const name of contestants) run.note(`${era} ${name}: ${described(rates[name])}`);
  return Object.fromEntries(
    comparisons.map(({ row, of, over, by }) => {
      const figures = (name: Contestant): number[] => rates[name].map((rate) => rate[by]);
      return [row.name, medianRatio(figures(of), figures(over))];
    }),
  );
}

async function measureRate(server: BenchProcess, agents: BenchProcess, ms: number): Promise<CallRate> {
  const port = await server.call<number>('port');
  const { cpuUs, threadUs, result } = await server.cpuDuring(() =>
    agents.call<{ calls: number; seconds: number }>('call', { port, ms }),
  );
  const { calls, seconds } = result;
  return {
    perCpuSecond: calls / (cpuUs / 1e6),
    perSecond: calls / seconds,
    perThreadSecond: calls / (threadUs / 1e6),
  };
}

function startServer(run: BenchRun, name: Contestant, index: number, era: Era): Promise<BenchProcess> {
  if (name === 'sdk') return run.start(`mcp/servers/sdk-${era}`);
  if (name === 'sdk_v1') return run.start('mcp/servers/sdk-v1');
  return run.start('mcp/servers/crowsnest', name, join(run.folder, `${name}-${index}.db`));
}

function described(rates: CallRate[]): string {
  const middle = (by: keyof CallRate): number => median(rates.map((rate) => rate[by]));
  const us = (by: keyof CallRate): string => (1e6 / middle(by)).toFixed(0);
  const perSecond = middle('perSecond').toFixed(0);
  return `${us('perCpuSecond')} µs of CPU a call, ${us('perThreadSecond')} on the serving thread; ${perSecond} calls/s`;
}
