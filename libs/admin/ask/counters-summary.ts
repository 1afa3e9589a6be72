import type { RangeStats, StatsSnapshot, ToolCounts } from '#contract';

/** Number of tools that a summary tells apart. */
const MAX_TOOLS = 20;

/** Counters without what only programs need, and of tools the busiest. */
export function summaryOf(counters: StatsSnapshot | RangeStats): object {
  const { activeSessions, totalToolCalls, toolCallsInFlight, errorCount, logOutage, tools } = counters;
  const { p50LatencyMs, p95LatencyMs, p99LatencyMs } = counters;
  const busiest = Object.entries(tools).toSorted(([, a], [, b]) => b.calls - a.calls);
  return {
    ...('from' in counters
      ? { from: counters.from, to: counters.to, complete: counters.complete }
      : { since: counters.since }),
    sessions: activeSessions,
    calls: totalToolCalls,
    callsInFlight: toolCallsInFlight,
    errors: errorCount,
    p50LatencyMs,
    p95LatencyMs,
    p99LatencyMs,
    tools: busiest.slice(0, MAX_TOOLS).map(([tool, counts]) => ({ tool, ...countsOf(counts) })),
    ...(busiest.length > MAX_TOOLS && { toolsLeftOut: busiest.length - MAX_TOOLS }),
    ...(logOutage && { logOutage }),
  };
}

function countsOf({
  calls,
  errors,
  inFlight,
  p50LatencyMs,
  p95LatencyMs,
  p99LatencyMs,
}: ToolCounts): ToolCounts {
  return { calls, errors, inFlight, p50LatencyMs, p95LatencyMs, p99LatencyMs };
}
