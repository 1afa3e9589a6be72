import { join } from 'node:path';
import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, ratios } from '../rounds.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { connectAgents, described, measureRate, type CalledServer, type CallRate } from './call-rate.ts';
import { COMPARISONS, type Baseline, type Contestant } from './comparisons.ts';
import type { Era } from './load/mcp-requests.ts';
import { measureSwitched } from '../switched-phases.ts';

/** Milliseconds of calls before the first measurement, so that the code is compiled. */
const WARM_UP_MS = 4_000;
/** Milliseconds of calls to one server in one round. */
const SLICE_MS = 2_000;
/** Milliseconds of calls in one phase, with observation on or off. */
const PHASE_MS = 500;

/** A few agents repeatedly call one trivial tool of twenty. */
export const LEGACY_CALLS = scenarioOf('legacy');
export const MODERN_CALLS = scenarioOf('modern');

function scenarioOf(era: Era): Scenario {
  return { rows: COMPARISONS[era].map(({ row }) => row), measure: (run) => measureCalls(run, era) };
}

async function measureCalls(run: BenchRun, era: Era): Promise<Samples> {
  const wanted = COMPARISONS[era].filter(({ row }) => run.wants(row.name));
  const isOther = (name: Baseline): name is Exclude<Baseline, 'unobserved'> => name !== 'unobserved';
  const others = [...new Set(wanted.map(({ over }) => over).filter(isOther))];
  const agents = await run.start('mcp/load/agents');
  const servers = await startServers(run, ['crowsnest', ...others], agents, era);
  const rates: Rates = {};
  if (others.length > 0)
    Object.assign(
      rates,
      await inTurns(run, ['crowsnest', ...others] as Contestant[], (name, round) =>
        measureRate(serverOf(servers, name, round), agents, SLICE_MS),
      ),
    );
  if (wanted.some(({ over }) => over === 'unobserved'))
    Object.assign(rates, await observedPhases(run, servers.get('crowsnest') ?? [], agents));
  for (const [name, measured] of Object.entries(rates)) run.note(`${era} ${name}: ${described(measured)}`);
  return Object.fromEntries(
    wanted.map(({ row, over, by }) => {
      const ours = rates[over === 'unobserved' ? 'observed' : 'crowsnest'] ?? [];
      const theirs = rates[over] ?? [];
      return [
        row.name,
        ratios(
          ours.map((rate) => rate[by]),
          theirs.map((rate) => rate[by]),
        ),
      ];
    }),
  );
}

type Rates = Partial<Record<Contestant | Baseline | 'observed', CallRate[]>>;
type Servers = ReadonlyMap<Contestant, readonly CalledServer[]>;

/** Measures Crowsnest with and without observation, in phases within each of its processes. */
async function observedPhases(
  run: BenchRun,
  servers: readonly CalledServer[],
  agents: BenchProcess,
): Promise<Rates> {
  const observed: CallRate[] = [];
  const unobserved: CallRate[] = [];
  for (const server of servers) {
    const { on, off } = await measureSwitched(
      (isOn) => server.process.call('observe', isOn),
      () => measureRate(server, agents, PHASE_MS),
      () => run.handOver(),
    );
    observed.push(...on);
    unobserved.push(...off);
  }
  return { observed, unobserved };
}

// One process per round: two processes of the same program may differ by a tenth for their whole life.
async function startServers(
  run: BenchRun,
  contestants: readonly Contestant[],
  agents: BenchProcess,
  era: Era,
): Promise<Servers> {
  const servers = new Map(contestants.map((name): [Contestant, CalledServer[]] => [name, []]));
  for (let round = 0; round < run.rounds; round += 1)
    for (const [name, started] of servers) {
      const server = await connectAgents(agents, await startServer(run, name, round, era), era);
      started.push(server);
      await measureRate(server, agents, WARM_UP_MS);
      await run.handOver();
    }
  return servers;
}

function startServer(run: BenchRun, name: Contestant, round: number, era: Era): Promise<BenchProcess> {
  if (name === 'sdk') return run.start(`mcp/servers/sdk-${era}`);
  if (name === 'sdk_v1') return run.start('mcp/servers/sdk-v1');
  if (name === 'mcp_nest') return run.start('mcp/servers/mcp-nest');
  return run.startCrowsnest('mcp/servers/crowsnest', join(run.folder, `crowsnest-${round}.db`));
}

function serverOf(servers: Servers, name: Contestant, round: number): CalledServer {
  const server = servers.get(name)?.[round];
  if (!server) throw new Error(`${name} has not been started for round ${round}`);
  return server;
}
