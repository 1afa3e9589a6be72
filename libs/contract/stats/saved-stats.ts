import type { EventId, SessionId } from '../ids.ts';
import { callsFrom, type InFlightCall } from '../sessions/calls-in-flight.ts';
import { DEFAULT_STUCK_MS } from '../sessions/call-pace.ts';
import type { EventClock } from './event-clock.ts';
import { countersFor, type LogOutage, type Stats, type ToolCounters } from './state.ts';
import { countedNameOf } from '../events/counted-name.ts';

/** The version of {@link StatsState} that is saved. Earlier ones are migrated. */
export const STATS_STATE_VERSION = 3;

/** {@link Stats} as JSON: versioned, and bounded by open sessions, calls in flight and tool names. */
export interface StatsState {
  version: typeof STATS_STATE_VERSION;
  asOf: EventId;
  since: string;
  now: number;
  /** As in {@link EventClock}. */
  doubted: EventClock['doubted'];
  totalToolCalls: number;
  errorCount: number;
  sessions: SessionId[];
  calls: InFlightCall[];
  tools: SavedTool[];
  logOutage: LogOutage | null;
  /** Missing in states that were saved before it was added. */
  stuckMs?: number;
}

/** `[tool, calls, errors, [[slice, [[bin, count], …]], …]]` */
type SavedTool = [string, number, number, [number, [number, number][]][]];

/** The state of version 2, whose clock believed every event. */
type StatsStateV2 = Omit<StatsState, 'version' | 'doubted'> & { version: 2 };

/** What the first version saved: the earliest of its states know nothing of outages. */
type StatsStateV1 = Omit<StatsStateV2, 'version' | 'logOutage'> & {
  version: 1;
  logOutage?: LogOutage | null;
};

/** A saved state of any version that can be restored. */
export type SavedStats = StatsState | StatsStateV2 | StatsStateV1;

/**
 * The counters were saved in a form that this version does not know. They must not be overwritten, because totals
 * cannot be counted again.
 */
export class UnknownStatsState extends Error {
  readonly code = 'UNKNOWN_STATS_STATE';

  constructor(version: unknown) {
    const known = `it knows versions up to ${STATS_STATE_VERSION}`;
    super(
      `The counters were saved as version ${JSON.stringify(version) ?? 'none'}, which this version of Crowsnest cannot read (${known}). Start the version that saved them`,
    );
  }
}

/** The counters as JSON. */
export function saveStats(stats: Stats): StatsState {
  return {
    version: STATS_STATE_VERSION,
    asOf: stats.asOf,
    since: stats.since,
    now: stats.clock.now,
    doubted: stats.clock.doubted,
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
    stuckMs: stats.stuckMs,
  };
}

/** Restores the counters from JSON. Throws {@link UnknownStatsState} if a newer version saved them. */
export function restoreStats(saved: SavedStats): Stats {
  const { version: _, now, doubted, stuckMs = DEFAULT_STUCK_MS, ...state } = migrated(saved);
  const stats: Stats = {
    ...state,
    clock: { now, doubted },
    read: { timestamp: '', at: 0 },
    sessions: new Set(state.sessions),
    calls: callsFrom(state.calls),
    tools: new Map(state.tools.map(restoredTool)),
    stuckMs,
  };
  for (const call of stats.calls.values()) countersFor(stats, countedNameOf(call)).inFlight += 1;
  return stats;
}

function migrated(saved: SavedStats): StatsState {
  const { version } = saved;
  switch (version) {
    case STATS_STATE_VERSION:
      return saved;
    case 2:
      return { ...saved, version: STATS_STATE_VERSION, doubted: null };
    case 1:
      return migrated({ ...saved, version: 2, logOutage: saved.logOutage ?? null });
    default:
      throw new UnknownStatsState(version satisfies never);
  }
}

function restoredTool([tool, calls, errors, latency]: SavedTool): [string, ToolCounters] {
  const window = latency.map(([slice, bins]) => [slice, new Map(bins)] as const);
  return [tool, { calls, errors, inFlight: 0, latency: new Map(window) }];
}
