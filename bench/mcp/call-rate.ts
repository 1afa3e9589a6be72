import type { BenchProcess } from '../processes/bench-process.ts';
import { median } from '../row.ts';
import type { AgentCalls, CallPlan, ConnectPlan } from './load/agents.ts';
import type { Era, RepeatedCall } from './load/mcp-requests.ts';

/**
 * How fast a server answers: calls per second, per CPU second of the process, and per CPU second of the serving thread.
 */
export interface CallRate {
  perSecond: number;
  perCpuSecond: number;
  perThreadSecond: number;
  /** The median of the durations of calls, in milliseconds. */
  p50Ms: number;
}

/** A server that the agents are connected to. */
export interface CalledServer {
  process: BenchProcess;
  port: number;
}

/** Connects the agents to a server, where they are to make a call: that of the trivial tool if none is given. */
export async function connectAgents(
  agents: BenchProcess,
  process: BenchProcess,
  era: Era,
  call?: RepeatedCall,
): Promise<CalledServer> {
  const port = await process.call<number>('port');
  const plan: ConnectPlan = { port, era, ...(call && { call }) };
  await agents.call('connect', plan);
  return { process, port };
}

/** Lets the agents call one tool repeatedly for `ms` milliseconds, with pauses of about `pauseMs` between their calls. */
export async function measureRate(
  { process, port }: CalledServer,
  agents: BenchProcess,
  ms: number,
  pauseMs = 0,
): Promise<CallRate> {
  const plan: CallPlan = { port, ms, pauseMs };
  const { cpuUs, threadUs, result } = await process.cpuDuring(() => agents.call<AgentCalls>('call', plan));
  const { calls, seconds, p50Ms } = result;
  return {
    perSecond: calls / seconds,
    perCpuSecond: calls / (cpuUs / 1e6),
    perThreadSecond: calls / (threadUs / 1e6),
    p50Ms,
  };
}

/** The median rates as text. */
export function described(rates: readonly CallRate[]): string {
  const middle = (by: keyof CallRate): number => median(rates.map((rate) => rate[by]));
  const us = (by: keyof CallRate): string => (1e6 / middle(by)).toFixed(0);
  const perSecond = middle('perSecond').toFixed(0);
  return `${us('perCpuSecond')} µs of CPU per call, ${us('perThreadSecond')} on the serving thread; ${perSecond} calls/s`;
}
