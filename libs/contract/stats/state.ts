import type { EventOf } from '../events/event.ts';
import type { EventId, SessionId } from '../ids.ts';
import type { CallsInFlight } from '../sessions/calls-in-flight.ts';
import { DEFAULT_STUCK_MS } from '../sessions/call-pace.ts';
import { stoppedClock, type EventClock } from './event-clock.ts';
import type { LatencyWindow } from './latency-window.ts';
import { nameWithin } from './tool-names.ts';

/** The log cannot commit: events wait in memory. They are delivered live, unless several instances share the log. */
export interface LogOutage {
  /** ISO 8601, UTC. */
  since: string;
  error: string;
  /** The instance that cannot commit, if there are several. */
  instance?: string;
}

/** The outage that an event announces, also before the log has it. */
export function outageOf({
  timestamp: since,
  data: { error, instance },
}: Pick<EventOf<'log:degraded'>, 'timestamp' | 'data'>): LogOutage {
  return instance === undefined ? { since, error } : { since, error, instance };
}

/** The counters in their working form: the accumulator of {@link reduceStats}. */
export interface Stats {
  asOf: EventId;
  /** When the log was created: ISO 8601, UTC. */
  since: string;
  clock: EventClock;
  /** The timestamp that was read last. Many events share one, and each would be parsed again. */
  read: { timestamp: string; at: number };
  totalToolCalls: number;
  errorCount: number;
  sessions: Set<SessionId>;
  calls: CallsInFlight;
  tools: Map<string, ToolCounters>;
  /** Null while the log commits. */
  logOutage: LogOutage | null;
  /** How the server is configured; no event changes it. See `callPaceOf`. */
  stuckMs: number;
}

/** The counters of one tool, in their working form. */
export interface ToolCounters {
  calls: number;
  errors: number;
  inFlight: number;
  latency: LatencyWindow;
}

/** The counters of a log without events. */
export function emptyStats(asOf: EventId, since: string): Stats {
  return {
    asOf,
    since,
    clock: stoppedClock(),
    read: { timestamp: '', at: 0 },
    totalToolCalls: 0,
    errorCount: 0,
    sessions: new Set(),
    calls: new Map(),
    tools: new Map(),
    logOutage: null,
    stuckMs: DEFAULT_STUCK_MS,
  };
}

/** Returns the counters of a tool by its counted name, creating them at its first call. */
export function countersFor(stats: Stats, tool: string): ToolCounters {
  const name = nameWithin(stats.tools, tool);
  let counters = stats.tools.get(name);
  if (!counters) {
    counters = { calls: 0, errors: 0, inFlight: 0, latency: new Map() };
    stats.tools.set(name, counters);
  }
  return counters;
}
