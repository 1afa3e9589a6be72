import type { RowSpec } from '../row.ts';
import type { Era } from './load/mcp-requests.ts';

/** Crowsnest that observes, Crowsnest with an observer that sees nothing, and the bare SDKs. */
export type Contestant = 'on' | 'off' | 'sdk' | 'sdk_v1';

/** How fast a server answers: by the clock, by all its CPU time, and by that of the thread that serves. */
export interface CallRate {
  perSecond: number;
  perCpuSecond: number;
  perThreadSecond: number;
}

/** A row that sets one contestant's rate over another's. */
export interface Comparison {
  row: RowSpec;
  of: Contestant;
  over: Contestant;
  by: keyof CallRate;
}

/**
 * Calls per second, which is what agents get; beside it by CPU time, which counts the log's thread and does
 * not waver with what else runs on the machine.
 */
export const COMPARISONS: Record<Era, readonly Comparison[]> = {
  legacy: [
    ...compared('observe.legacy.on_vs_off', 'on', 'off', '>= 0.97'),
    ...compared('endpoint.legacy.vs_sdk', 'on', 'sdk', '>= 1'),
    ...compared('endpoint.legacy.vs_sdk_v1', 'on', 'sdk_v1', '>= 1'),
  ],
  modern: [
    ...compared('observe.modern.on_vs_off', 'on', 'off', '>= 0.97'),
    ...compared('endpoint.modern.vs_sdk', 'on', 'sdk', '>= 1'),
  ],
};

function compared(name: string, of: Contestant, over: Contestant, target: `>= ${number}`): Comparison[] {
  const unit = 'ratio of calls per';
  return [
    { row: { name, unit: `${unit} second`, target }, of, over, by: 'perSecond' },
    {
      row: { name: `${name}.by_cpu`, unit: `${unit} CPU second of the server` },
      of,
      over,
      by: 'perCpuSecond',
    },
    {
      row: { name: `${name}.by_thread`, unit: `${unit} CPU second of the serving thread` },
      of,
      over,
      by: 'perThreadSecond',
    },
  ];
}
