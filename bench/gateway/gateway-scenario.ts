import { join } from 'node:path';
import { moduleOf, THIS_HEAD } from '../heads/head.ts';
import { connectAgents, measureRate, type CalledServer } from '../mcp/call-rate.ts';
import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, ratios } from '../rounds.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';

/** Milliseconds of calls before the first measurement, so that the code is compiled. */
const WARM_UP_MS = 3_000;
/** Milliseconds of calls through one gateway in one round. */
const SLICE_MS = 2_000;

const PEERS = ['mcp-proxy', 'supergateway'] as const;
type Gateway = 'crowsnest' | (typeof PEERS)[number];

/** What a gateway adds to the calls of eight agents with sessions. */
export const GATEWAY_STDIO: Scenario = {
  rows: [
    {
      name: 'gateway.stdio.added_cpu_us',
      unit: 'µs of CPU of the gateway per call to a process over stdio, observed',
      better: 'lower',
    },
    ...PEERS.map((peer) => ({
      name: `gateway.stdio.cpu_vs_${peer.replace('-', '_')}`,
      unit: `ratio of CPU of the gateway per call, over that of ${peer}`,
      better: 'lower' as const,
      target: 1,
    })),
  ],
  ofThisHeadAlone: true,
  measure: measureStdio,
};

export const GATEWAY_HTTP: Scenario = {
  rows: [
    {
      name: 'gateway.http.added_cpu_us',
      unit: 'µs of CPU of the gateway per call to a server over HTTP, observed',
      better: 'lower',
    },
    {
      name: 'gateway.http.p50_ratio',
      unit: 'ratio of the medians of the durations of calls, through the gateway over direct',
      better: 'lower',
      target: 1.25,
    },
  ],
  ofThisHeadAlone: true,
  measure: measureHttp,
};

async function measureStdio(run: BenchRun): Promise<Samples> {
  const agents = await run.start('mcp/load/agents');
  const command = [process.execPath, moduleOf(THIS_HEAD, 'gateway/stdio-upstream')];
  const [program, ...args] = command;
  const servers = new Map<Gateway, CalledServer>();
  const upstream = JSON.stringify({ command: program, args });
  const add = async (name: Gateway, process: BenchProcess): Promise<void> => {
    const server = await connectAgents(agents, process, 'legacy');
    servers.set(name, server);
    await measureRate(server, agents, WARM_UP_MS);
  };
  await add(
    'crowsnest',
    await run.start('gateway/crowsnest-gateway', join(run.folder, 'stdio.db'), upstream),
  );
  for (const peer of PEERS) await add(peer, await run.start('gateway/peer-gateway', peer, ...command));
  const rates = await inTurns(run, ['crowsnest', ...PEERS] as Gateway[], (name) =>
    measureRate(servers.get(name)!, agents, SLICE_MS),
  );
  const cost = (name: Gateway): number[] => (rates[name] ?? []).map(({ perCpuSecond }) => 1e6 / perCpuSecond);
  for (const name of servers.keys())
    run.note(
      `${name}: ${cost(name)
        .map((us) => us.toFixed(0))
        .join(', ')} µs of CPU per call`,
    );
  return {
    'gateway.stdio.added_cpu_us': cost('crowsnest'),
    ...Object.fromEntries(
      PEERS.map((peer) => [
        `gateway.stdio.cpu_vs_${peer.replace('-', '_')}`,
        ratios(cost('crowsnest'), cost(peer)),
      ]),
    ),
  };
}

async function measureHttp(run: BenchRun): Promise<Samples> {
  const agents = await run.start('mcp/load/agents');
  const direct = await connectAgents(agents, await run.start('mcp/servers/sdk-legacy'), 'legacy');
  const upstream = JSON.stringify({ url: `http://127.0.0.1:${direct.port}/mcp` });
  const process = await run.start('gateway/crowsnest-gateway', join(run.folder, 'http.db'), upstream);
  const gateway = await connectAgents(agents, process, 'legacy');
  for (const server of [direct, gateway]) await measureRate(server, agents, WARM_UP_MS);
  const rates = await inTurns(run, ['direct', 'gateway'] as const, (name) =>
    measureRate(name === 'direct' ? direct : gateway, agents, SLICE_MS),
  );
  const medians = (name: 'direct' | 'gateway'): number[] => (rates[name] ?? []).map(({ p50Ms }) => p50Ms);
  return {
    'gateway.http.added_cpu_us': (rates.gateway ?? []).map(({ perCpuSecond }) => 1e6 / perCpuSecond),
    'gateway.http.p50_ratio': ratios(medians('gateway'), medians('direct')),
  };
}
