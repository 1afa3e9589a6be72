import type { CrowsnestEvent } from '../events/event.ts';
import type { EventId } from '../ids.ts';
import type { InFlightCall } from '../sessions/calls-in-flight.ts';
import { percentilesOf, mergeLatency, type LatencyBins, type LatencyPercentiles } from './latency.ts';
import { lastOfWindow, mergeWindow } from './latency-window.ts';
import { saveStats, type StatsState } from './saved-stats.ts';
import type { LogOutage, Stats } from './state.ts';

/** Maximum number of recent events in a snapshot. */
export const RECENT_EVENTS = 50;
/** Maximum number of calls in flight that a snapshot lists. */
const LISTED_CALLS = 1_000;

/** What the events of one tool count. */
export interface ToolCounts extends LatencyPercentiles {
  calls: number;
  errors: number;
  inFlight: number;
}

/** The live counters of one tool. */
export interface ToolStats extends ToolCounts {
  /** The last value of `p99LatencyMs` that was not null; null if no call has succeeded yet. */
  lastP99LatencyMs: number | null;
}

/** The counters in a readable form, for cards and tables. */
export interface StatsTotals extends LatencyPercentiles {
  /** The id of the last event included. */
  asOf: EventId;
  since: string;
  activeSessions: number;
  totalToolCalls: number;
  toolCallsInFlight: number;
  errorCount: number;
  tools: Record<string, ToolStats>;
  /** Oldest first. */
  inFlight: InFlightCall[];
  /** Since when and why the log cannot commit. Null while it can, and always for holders of one tenant. */
  logOutage: LogOutage | null;
  /** Milliseconds after which a running call counts as stuck: see `callPaceOf`. */
  stuckMs: number;
}

/** `GET /stats`, and the `stats` of `hello` and `gap`. */
export interface StatsSnapshot extends StatsTotals {
  /** Newest first. */
  recentEvents: CrowsnestEvent[];
  /** Restore it with `restoreStats`, then apply the events after `asOf` with `reduceStats`. */
  state: StatsState;
}

/** Returns the counters in a readable form. */
export function totalsOf(stats: Stats): StatsTotals {
  const all: LatencyBins = new Map();
  const { now } = stats.clock;
  const tools = [...stats.tools].map(([tool, { calls, errors, inFlight, latency }]): [string, ToolStats] => {
    const bins = mergeWindow(latency, now);
    mergeLatency(all, bins);
    const percentiles = percentilesOf(bins);
    const { p99LatencyMs: last } = bins.size > 0 ? percentiles : percentilesOf(lastOfWindow(latency, now));
    return [tool, { calls, errors, inFlight, ...percentiles, lastP99LatencyMs: last }];
  });
  return {
    asOf: stats.asOf,
    since: stats.since,
    activeSessions: stats.sessions.size,
    totalToolCalls: stats.totalToolCalls,
    toolCallsInFlight: stats.calls.size,
    errorCount: stats.errorCount,
    ...percentilesOf(all),
    tools: Object.fromEntries(tools),
    inFlight: [...stats.calls.values()].slice(0, LISTED_CALLS),
    logOutage: stats.logOutage,
    stuckMs: stats.stuckMs,
  };
}

/** Returns a whole snapshot; `recent` is newest first. */
export function snapshotOf(stats: Stats, recent: readonly CrowsnestEvent[]): StatsSnapshot {
  return { ...totalsOf(stats), recentEvents: recent.slice(0, RECENT_EVENTS), state: saveStats(stats) };
}
