import { mergeLatency, percentilesOf, type LatencyBins } from '../latency.ts';
import type { StatsTotals, ToolCounts } from '../snapshot.ts';
import { nameWithin } from '../tool-names.ts';
import type { RangeTotals, ToolTotals } from './range-totals.ts';

/**
 * `GET /stats` with a range: the counters of the events in the range that match the filter. `activeSessions` are the
 * sessions with such an event; calls in flight are those with a `tool:start` among the events and no end. The
 * percentiles are those of every `tool:done`.
 */
export interface RangeStats extends Omit<StatsTotals, 'inFlight' | 'stuckMs' | 'tools'> {
  tools: Record<string, ToolCounts>;
  /** The beginning of the range: ISO 8601, UTC. */
  from: string;
  /** Its end, exclusive. */
  to: string;
  /** Whether the log still holds every event of the range. Retention or an outage may have cost it some. */
  complete: boolean;
}

/** What a range's answer says beside its counters. */
export type RangeFacts = Pick<RangeStats, 'asOf' | 'since' | 'from' | 'to' | 'complete'>;

interface BoundedTool extends ToolTotals {
  inFlight: number;
}

/** Returns the counters of a range in a readable form. */
export function rangeStatsOf(totals: RangeTotals, facts: RangeFacts): RangeStats {
  const tools = boundedTools(totals);
  const all: LatencyBins = new Map();
  for (const { latency } of tools.values()) mergeLatency(all, latency);
  const sum = (count: (tool: BoundedTool) => number): number =>
    [...tools.values()].reduce((total, tool) => total + count(tool), 0);
  return {
    ...facts,
    activeSessions: totals.sessions.size,
    totalToolCalls: sum(({ calls }) => calls),
    toolCallsInFlight: totals.open.size,
    errorCount: sum(({ errors }) => errors),
    ...percentilesOf(all),
    tools: Object.fromEntries([...tools].map(([name, tool]) => [name, toolStatsOf(tool)])),
    logOutage: totals.logOutage ?? null,
  };
}

/** The tools by name, those beyond the maximum together under one. */
function boundedTools({ tools, open }: RangeTotals): Map<string, BoundedTool> {
  const bounded = new Map<string, BoundedTool>();
  const named = new Map<string, BoundedTool>();
  for (const [name, totals] of tools) {
    const key = nameWithin(bounded, name);
    const tool = bounded.get(key) ?? { calls: 0, errors: 0, inFlight: 0, latency: new Map() };
    tool.calls += totals.calls;
    tool.errors += totals.errors;
    mergeLatency(tool.latency, totals.latency);
    bounded.set(key, tool);
    named.set(name, tool);
  }
  for (const name of open.values()) {
    const tool = named.get(name);
    if (tool) tool.inFlight += 1;
  }
  return bounded;
}

function toolStatsOf({ calls, errors, inFlight, latency }: BoundedTool): ToolCounts {
  return { calls, errors, inFlight, ...percentilesOf(latency) };
}
