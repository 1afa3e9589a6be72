import type { RowSpec } from '../row.ts';
import type { CallRate } from './call-rate.ts';
import type { Era } from './load/mcp-requests.ts';

/** Crowsnest, which observes; the plain SDKs; and the library for MCP servers on Nest, which does not observe. */
export type Contestant = 'crowsnest' | 'sdk' | 'sdk_v1' | 'mcp_nest';

/** The divisor of Crowsnest's rate: the rate of another server, or its own without observation. */
export type Baseline = Exclude<Contestant, 'crowsnest'> | 'unobserved';

/** A row that divides Crowsnest's rate by a baseline. */
export interface Comparison {
  row: RowSpec;
  over: Baseline;
  by: keyof CallRate;
}

/** The rows of each era. */
export const COMPARISONS: Record<Era, readonly Comparison[]> = {
  legacy: [
    ...compared('observe.legacy.on_vs_off', 'unobserved', 0.95),
    ...compared('endpoint.legacy.vs_sdk', 'sdk', 1.4),
    ...compared('endpoint.legacy.vs_mcp_nest', 'mcp_nest', 1.2),
    ...compared('endpoint.legacy.vs_sdk_v1', 'sdk_v1', 1),
  ],
  modern: [
    ...compared('observe.modern.on_vs_off', 'unobserved', 0.95),
    ...compared('endpoint.modern.vs_sdk', 'sdk', 1.2),
    ...compared('endpoint.modern.vs_mcp_nest', 'mcp_nest', 1),
  ],
};

// Calls per second is what agents get. CPU time also counts the log's thread, and varies less with the machine's load.
function compared(name: string, over: Baseline, target: number): Comparison[] {
  const row = (suffix: string, unit: string): RowSpec => ({
    name: `${name}${suffix}`,
    unit: `ratio of calls per ${unit}`,
    better: 'higher',
    target,
  });
  return [
    { row: row('', 'second'), over, by: 'perSecond' },
    { row: row('.by_cpu', 'CPU second of the server'), over, by: 'perCpuSecond' },
    { row: row('.by_thread', 'CPU second of the serving thread'), over, by: 'perThreadSecond' },
  ];
}
