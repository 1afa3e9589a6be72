import { join } from 'node:path';
import { connectAgents, measureRate, type CalledServer, type CallRate } from '../mcp/call-rate.ts';
import type { RepeatedCall } from '../mcp/load/mcp-requests.ts';
import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns } from '../rounds.ts';
import type { BenchRun } from '../scenario.ts';

/** Milliseconds of calls before the first measurement, so that the code is compiled. */
export const WARM_UP_MS = 3_000;
/** Milliseconds of calls through one gateway in one round. */
export const SLICE_MS = 2_000;
/** Milliseconds between two calls of an agent that leaves the cores time to rest. */
export const PAUSE_MS = 20;

/** The ways to a server over HTTP: by itself, through a proxy that only copies bytes, and through ours. */
const WAYS = ['direct', 'bare', 'gateway'] as const;
type Way = (typeof WAYS)[number];

/** The rates of each way, one per round. */
export type RatesOfWays = Record<Way, CallRate[]>;

/** Agents with sessions at one server, by each of the ways. */
export class WaysToServer {
  private constructor(
    private readonly run: BenchRun,
    private readonly agents: BenchProcess,
    private readonly servers: Record<Way, CalledServer>,
  ) {}

  /** Starts the proxies before a server, connects the agents, and lets them call until the code is compiled. */
  static async to(server: BenchProcess, run: BenchRun, call?: RepeatedCall): Promise<WaysToServer> {
    const agents = await run.start('mcp/load/agents');
    const connected = (process: BenchProcess) => connectAgents(agents, process, 'legacy', call);
    const direct = await connected(server);
    const upstream = JSON.stringify({ url: `http://127.0.0.1:${direct.port}/mcp` });
    const database = join(run.folder, `http-${direct.port}.db`);
    const bare = await connected(await run.start('gateway/bare-proxy', String(direct.port)));
    const gateway = await connected(await run.start('gateway/crowsnest-gateway', database, upstream));
    const ways = new WaysToServer(run, agents, { direct, bare, gateway });
    for (const way of WAYS) await measureRate(ways.servers[way], agents, WARM_UP_MS);
    return ways;
  }

  /** Measures the ways in turn. The agents pause for about `pauseMs` milliseconds after each call. */
  measure(pauseMs: number): Promise<RatesOfWays> {
    return inTurns(this.run, WAYS, (way) => measureRate(this.servers[way], this.agents, SLICE_MS, pauseMs));
  }

  /** Tells the medians of each way. */
  note(full: RatesOfWays, paced: RatesOfWays): void {
    for (const way of WAYS)
      this.run.note(`${way}: ${texts(p50s(full[way]))} ms, ${texts(p50s(paced[way]))} ms with pauses`);
  }
}

/** The medians of the durations of calls, in milliseconds. */
export function p50s(rates: readonly CallRate[]): number[] {
  return rates.map(({ p50Ms }) => p50Ms);
}

/** Microseconds of CPU per call. */
export function costs(rates: readonly CallRate[]): number[] {
  return rates.map(({ perCpuSecond }) => 1e6 / perCpuSecond);
}

/** Figures as people read them. */
export function texts(figures: readonly number[]): string {
  return figures.map((figure) => figure.toPrecision(3)).join(', ');
}
