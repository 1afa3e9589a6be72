import { join } from 'node:path';
import { moduleOf, THIS_HEAD } from '../heads/head.ts';
import { connectAgents, measureRate, type CalledServer } from '../mcp/call-rate.ts';
import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, ratios } from '../rounds.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { costs, p50s, PAUSE_MS, SLICE_MS, texts, WARM_UP_MS, WaysToServer } from './ways-to-server.ts';

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
    {
      name: 'gateway.http.bare_p50_ratio',
      unit: 'the same ratio of a proxy in Node.js that only copies bytes',
      better: 'lower',
    },
    {
      name: 'gateway.http.cpu_vs_bare',
      unit: 'ratio of CPU of the gateway per call, over that of this proxy',
      better: 'lower',
    },
    {
      name: 'gateway.http.p50_vs_bare',
      unit: 'ratio of the medians of the durations of calls, through the gateway over this proxy',
      better: 'lower',
    },
    {
      name: 'gateway.http.paced_p50_ratio',
      unit: 'ratio of the medians of the durations of calls of agents that pause between calls',
      better: 'lower',
      target: 1.25,
    },
    {
      name: 'gateway.http.paced_bare_p50_ratio',
      unit: 'the same ratio of the proxy that only copies bytes',
      better: 'lower',
    },
    {
      name: 'gateway.http.paced_added_ms',
      unit: 'ms that the gateway adds to the median of the durations of these calls',
      better: 'lower',
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
  const cost = (name: Gateway): number[] => costs(rates[name] ?? []);
  for (const name of servers.keys()) run.note(`${name}: ${texts(cost(name))} µs of CPU per call`);
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
  const ways = await WaysToServer.to(await run.start('mcp/servers/sdk-legacy'), run);
  const full = await ways.measure(0);
  const paced = await ways.measure(PAUSE_MS);
  ways.note(full, paced);
  return {
    'gateway.http.added_cpu_us': costs(full.gateway),
    'gateway.http.p50_ratio': ratios(p50s(full.gateway), p50s(full.direct)),
    'gateway.http.bare_p50_ratio': ratios(p50s(full.bare), p50s(full.direct)),
    'gateway.http.cpu_vs_bare': ratios(costs(full.gateway), costs(full.bare)),
    'gateway.http.p50_vs_bare': ratios(p50s(full.gateway), p50s(full.bare)),
    'gateway.http.paced_p50_ratio': ratios(p50s(paced.gateway), p50s(paced.direct)),
    'gateway.http.paced_bare_p50_ratio': ratios(p50s(paced.bare), p50s(paced.direct)),
    'gateway.http.paced_added_ms': p50s(paced.gateway).map(
      (ms, round) => ms - (paced.direct[round]?.p50Ms ?? NaN),
    ),
  };
}
