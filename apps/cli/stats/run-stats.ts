import { ROUTES, type RangeStats, type StatsSnapshot, type ToolCounts } from '#contract';
import { print } from '../server/print.ts';
import type { Server } from '../server/server.ts';
import { milliseconds } from '../text/milliseconds.ts';
import { paint } from '../text/paint.ts';
import { table, type Column } from '../text/table.ts';

/** Which counters to print. Without any of it, those of the moment. */
export interface StatsChoice {
  filter: string;
  from?: string;
  to?: string;
}

type Counters = StatsSnapshot | RangeStats;
type Tool = ToolCounts & { name: string };

const COLUMNS: readonly Column<Tool>[] = [
  { title: 'TOOL', cell: ({ name }) => name },
  { title: 'CALLS', cell: ({ calls }) => calls },
  { title: 'ERRORS', cell: ({ errors }) => errors },
  { title: 'IN FLIGHT', cell: ({ inFlight }) => inFlight },
  { title: 'P50', cell: ({ p50LatencyMs }) => milliseconds(p50LatencyMs) },
  { title: 'P95', cell: ({ p95LatencyMs }) => milliseconds(p95LatencyMs) },
  { title: 'P99', cell: ({ p99LatencyMs }) => milliseconds(p99LatencyMs) },
];

/** Prints the counters, as text or as the JSON of the server. Rejects with a `ServerFault`. */
export async function printStats(
  server: Server,
  { filter, ...range }: StatsChoice,
  json: boolean,
): Promise<void> {
  const query = new URLSearchParams({ ...range, ...(filter && { filter }) });
  const counters = await server.read<Counters>(ROUTES.stats, { query });
  if (json) return print(JSON.stringify(counters));
  for (const line of [...totals(counters), '', ...tools(counters)]) await print(line);
}

function totals(counters: Counters): string[] {
  const { activeSessions, totalToolCalls, toolCallsInFlight, errorCount, logOutage } = counters;
  const { p50LatencyMs, p95LatencyMs, p99LatencyMs } = counters;
  const isRange = 'from' in counters;
  const lines: [name: string, text: string][] = [
    [isRange ? 'Between' : 'Since', isRange ? `${counters.from} and ${counters.to}` : counters.since],
    [isRange ? 'Sessions' : 'Open sessions', count(activeSessions)],
    ['Calls', `${count(totalToolCalls)}, ${count(errorCount)} failed, ${count(toolCallsInFlight)} in flight`],
    [
      'Latency',
      `p50 ${milliseconds(p50LatencyMs)}, p95 ${milliseconds(p95LatencyMs)}, p99 ${milliseconds(p99LatencyMs)}`,
    ],
  ];
  if (isRange && !counters.complete)
    lines.push(['Incomplete', 'the log no longer holds all events of this time']);
  if (logOutage) lines.push(['Log', paint('red', `cannot commit since ${logOutage.since}`)]);
  return lines.map(([name, text]) => `${paint('dim', name.padEnd(13))}  ${text}`);
}

/** The busiest tools first. */
function tools({ tools: counted }: Counters): string[] {
  const rows = Object.entries(counted).map(([name, counts]) => ({ name, ...counts }));
  return rows.length === 0
    ? ['No tool was called.']
    : table(
        COLUMNS,
        rows.toSorted((a, b) => b.calls - a.calls),
      );
}

function count(value: number): string {
  return value.toLocaleString('en');
}
