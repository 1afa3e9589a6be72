import type { CrowsnestEvent, EventOf } from '../events/event.ts';
import { compareEventIds } from '../ids.ts';
import { foldCalls } from '../sessions/calls-in-flight.ts';
import { recordInWindow } from './latency-window.ts';
import { countersFor, type Stats } from './state.ts';

/**
 * Folds one event into the counters, and returns them: the accumulator of an `Array.reduce`, changed
 * in place. It reads no clock and does no I/O, so the same events in the same order give the same
 * counters on server and console. Events that the counters already hold (up to `asOf`) change nothing.
 */
export function reduceStats(stats: Stats, event: CrowsnestEvent): Stats {
  if (compareEventIds(event.id, stats.asOf) <= 0) return stats;
  stats.asOf = event.id;
  moveTime(stats, event.timestamp);
  const ended = foldCalls(stats.calls, event);
  if (ended) countersFor(stats, ended.tool).inFlight -= 1;
  switch (event.type) {
    case 'session:open':
      stats.sessions.add(event.sessionId);
      break;
    case 'session:close':
    case 'session:expired':
      stats.sessions.delete(event.sessionId);
      break;
    case 'tool:start':
      countStart(stats, event);
      break;
    case 'tool:done':
      recordInWindow(countersFor(stats, event.data.tool).latency, stats.now, event.data.durationMs);
      break;
    case 'tool:error':
      stats.errorCount += 1;
      countersFor(stats, event.data.tool).errors += 1;
      break;
    case 'tool:progress':
    case 'admin:session-end':
    case 'admin:call-cancel':
      break;
    case 'log:degraded':
      stats.logOutage = { since: event.timestamp, error: event.data.error };
      break;
    case 'log:recovered':
      stats.logOutage = null;
      break;
    default:
      // A type of a newer server: it moves the position and counts nothing.
      event satisfies never;
  }
  return stats;
}

function moveTime(stats: Stats, timestamp: string): void {
  if (timestamp === stats.timestampRead) return;
  stats.timestampRead = timestamp;
  stats.now = Math.max(stats.now, Date.parse(timestamp));
}

function countStart(stats: Stats, { data }: EventOf<'tool:start'>): void {
  stats.totalToolCalls += 1;
  const counters = countersFor(stats, data.tool);
  counters.calls += 1;
  counters.inFlight += 1;
}
