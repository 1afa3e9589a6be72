import type { RowSpec } from '../row.ts';
import type { Era } from './load/mcp-requests.ts';

/** Crowsnest that observes, Crowsnest with an observer that sees nothing, and the bare SDKs. */
export type Contestant = 'on' | 'off' | 'sdk' | 'sdk_v1';

/** How fast a server answers. */
export interface CallRate {
  perCpuSecond: number;
  perSecond: number;
  threadUsPerCall: number;
}

/** A row that sets one contestant's rate over another's. */
export interface Comparison {
  row: RowSpec;
  of: Contestant;
  over: Contestant;
  by: 'perCpuSecond' | 'perSecond';
}

/**
 * By the server's CPU time, since client and server share the machine with each other and with whatever
 * else runs on it; for the observer the rate by the clock stands beside it.
 */
export const COMPARISONS: Record<Era, readonly Comparison[]> = {
  legacy: [
    byCpu('observe.legacy.on_vs_off', 'on', 'off', '>= 0.97'),
    byClock('observe.legacy.on_vs_off.by_clock', 'on', 'off'),
    byCpu('endpoint.legacy.vs_sdk', 'on', 'sdk', '>= 1'),
    byCpu('endpoint.legacy.vs_sdk_v1', 'on', 'sdk_v1', '>= 1'),
  ],
  modern: [
    byCpu('observe.modern.on_vs_off', 'on', 'off', '>= 0.97'),
    byClock('observe.modern.on_vs_off.by_clock', 'on', 'off'),
    byCpu('endpoint.modern.vs_sdk', 'on', 'sdk', '>= 1'),
  ],
};

function byCpu(name: string, of: Contestant, over: Contestant, target: `>= ${number}`): Comparison {
  const unit = 'ratio of calls per CPU second of the server';
  return { row: { name, unit, target }, of, over, by: 'perCpuSecond' };
}

function byClock(name: string, of: Contestant, over: Contestant): Comparison {
  return { row: { name, unit: 'ratio of calls per second' }, of, over, by: 'perSecond' };
}
