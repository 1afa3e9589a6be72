import type { CrowsnestEvent, EventOf } from '../events.ts';
import { compareEventIds } from '../ids.ts';
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
  stats.now = Math.max(stats.now, timeOf(event.timestamp));
  switch (event.type) {
    case 'session:open':
      stats.sessions.add(event.sessionId);
      break;
    case 'session:close':
    case 'session:expired':
      stats.sessions.delete(event.sessionId);
      break;
    case 'tool:start':
      startCall(stats, event);
      break;
    case 'tool:done':
      endCall(stats, event.data.callId);
      recordInWindow(countersFor(stats, event.data.tool).latency, stats.now, event.data.durationMs);
      break;
    case 'tool:error':
      endCall(stats, event.data.callId);
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

let timestampRead = '';
let time = 0;

// Many events come within a millisecond, and each is folded into several counters.
function timeOf(timestamp: string): number {
  if (timestamp !== timestampRead) {
    time = Date.parse(timestamp);
    timestampRead = timestamp;
  }
  return time;
}

function startCall(stats: Stats, { sessionId, tenantId, timestamp, data }: EventOf<'tool:start'>): void {
  const { callId, tool } = data;
  stats.calls.set(callId, { callId, tool, sessionId, tenantId, startedAt: timestamp });
  stats.totalToolCalls += 1;
  const counters = countersFor(stats, tool);
  counters.calls += 1;
  counters.inFlight += 1;
}

function endCall(stats: Stats, callId: string): void {
  const call = stats.calls.get(callId);
  if (!call) return;
  stats.calls.delete(callId);
  countersFor(stats, call.tool).inFlight -= 1;
}
