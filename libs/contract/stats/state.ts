import type { EventId } from '../ids.ts';
import type { LatencyWindow } from './latency-window.ts';

/** The version of {@link StatsState}; another one cannot be restored and is counted anew. */
export const STATS_STATE_VERSION = 1;

/** At most this many tool names are told apart; calls of further ones count under {@link OTHER_TOOLS}. */
export const MAX_TOOL_NAMES = 1_000;
export const OTHER_TOOLS = '(other)';

/** A call that has started and not ended. */
export interface InFlightCall {
  callId: string;
  tool: string;
  sessionId: string;
  tenantId: string;
  /** ISO 8601, UTC. */
  startedAt: string;
}

/** The log cannot commit: events go out live, and wait in memory. */
export interface LogOutage {
  /** ISO 8601, UTC. */
  since: string;
  error: string;
}

/** The working form of the counters: what {@link reduceStats} folds events into. */
export interface Stats {
  asOf: EventId;
  /** When the log was made: ISO 8601, UTC. */
  since: string;
  /** Event time of the latest event, in milliseconds since 1970. */
  now: number;
  totalToolCalls: number;
  errorCount: number;
  sessions: Set<string>;
  calls: Map<string, InFlightCall>;
  tools: Map<string, ToolCounters>;
  /** Null while the log commits. */
  logOutage: LogOutage | null;
}

export interface ToolCounters {
  calls: number;
  errors: number;
  inFlight: number;
  latency: LatencyWindow;
}

/** {@link Stats} as JSON: versioned, and bounded by open sessions, calls in flight and tool names. */
export interface StatsState {
  version: typeof STATS_STATE_VERSION;
  asOf: EventId;
  since: string;
  now: number;
  totalToolCalls: number;
  errorCount: number;
  sessions: string[];
  calls: InFlightCall[];
  /** `[tool, calls, errors, [[slice, [[bin, count], …]], …]]` */
  tools: [string, number, number, [number, [number, number][]][]][];
  /** Missing in what was saved before it was counted. */
  logOutage?: LogOutage | null;
}

/** Counters of a log without events. */
export function emptyStats(asOf: EventId, since: string): Stats {
  return {
    asOf,
    since,
    now: 0,
    totalToolCalls: 0,
    errorCount: 0,
    sessions: new Set(),
    calls: new Map(),
    tools: new Map(),
    logOutage: null,
  };
}

/** The counters as JSON. */
export function saveStats(stats: Stats): StatsState {
  return {
    version: STATS_STATE_VERSION,
    asOf: stats.asOf,
    since: stats.since,
    now: stats.now,
    totalToolCalls: stats.totalToolCalls,
    errorCount: stats.errorCount,
    sessions: [...stats.sessions],
    calls: [...stats.calls.values()],
    tools: [...stats.tools].map(([tool, { calls, errors, latency }]) => [
      tool,
      calls,
      errors,
      [...latency].map(([slice, bins]) => [slice, [...bins]]),
    ]),
    logOutage: stats.logOutage,
  };
}

/** The counters from their JSON. */
export function restoreStats(state: StatsState): Stats {
  const stats: Stats = {
    ...state,
    sessions: new Set(state.sessions),
    calls: new Map(state.calls.map((call) => [call.callId, call])),
    tools: new Map(
      state.tools.map(([tool, calls, errors, latency]) => [
        tool,
        {
          calls,
          errors,
          inFlight: 0,
          latency: new Map(latency.map(([slice, bins]) => [slice, new Map(bins)])),
        },
      ]),
    ),
    logOutage: state.logOutage ?? null,
  };
  for (const call of stats.calls.values()) countersFor(stats, call.tool).inFlight += 1;
  return stats;
}

/** The counters of a tool, made at its first call. */
export function countersFor(stats: Stats, tool: string): ToolCounters {
  const known = stats.tools.get(tool);
  if (known) return known;
  const name = stats.tools.size < MAX_TOOL_NAMES ? tool : OTHER_TOOLS;
  let counters = stats.tools.get(name);
  if (!counters) {
    counters = { calls: 0, errors: 0, inFlight: 0, latency: new Map() };
    stats.tools.set(name, counters);
  }
  return counters;
}
