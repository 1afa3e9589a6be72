import type { CrowsnestEvent, EventOf } from '../events/event.ts';
import { sourceOf } from '../events/outside-events.ts';
import { compareEventIds } from '../ids.ts';
import { foldCalls } from '../sessions/calls-in-flight.ts';
import { moveClock } from './event-clock.ts';
import { recordInWindow } from './latency-window.ts';
import { countersFor, outageOf, type Stats } from './state.ts';
import { countedNameOf } from '../events/counted-name.ts';

/**
 * Folds one event into the counters and returns them, as the reducer of an `Array.reduce` that changes its accumulator
 * in place. It reads no clock and does no I/O, so the same events in the same order give the same counters in server
 * and console. Events up to `asOf` are already counted and change nothing.
 */
export function reduceStats(stats: Stats, event: CrowsnestEvent): Stats {
  if (compareEventIds(event.id, stats.asOf) <= 0) return stats;
  stats.asOf = event.id;
  moveClock(stats.clock, timeOf(stats, event.timestamp), sourceOf(event) !== undefined);
  const ended = foldCalls(stats.calls, event);
  if (ended) countersFor(stats, countedNameOf(ended)).inFlight -= 1;
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
      countDone(stats, event);
      break;
    case 'tool:error':
      stats.errorCount += 1;
      countersFor(stats, countedNameOf(event.data)).errors += 1;
      break;
    case 'tool:progress':
    case 'admin:sign-in':
    case 'admin:sign-out':
    case 'admin:session-end':
    case 'admin:call-cancel':
    case 'admin:configuration':
    case 'admin:ask':
    case 'admin:export':
    case 'admin:payload-open':
    case 'admin:payload-erase':
    case 'admin:alert-silence':
    case 'admin:alert-rule':
    case 'admin:tool-approve':
    case 'tools:changed':
    case 'admin:upstream-restart':
    case 'instance:up':
    case 'instance:down':
    case 'upstream:up':
    case 'upstream:down':
    case 'quota:near':
    case 'quota:exceeded':
    case 'alert:firing':
    case 'alert:resolved':
    case 'alert:sent':
    case 'alert:undelivered':
    case 'alert:silenced':
    case 'alert:unsilenced':
    case 'alert:rule':
      break;
    case 'log:degraded':
      stats.logOutage = outageOf(event);
      break;
    case 'log:recovered':
      stats.logOutage = null;
      break;
    default:
      // An event type of a newer server: it advances the position and counts nothing.
      event satisfies never;
  }
  return stats;
}

/** When an event was stamped, in milliseconds since 1970. */
function timeOf(stats: Stats, timestamp: string): number {
  if (timestamp !== stats.read.timestamp) {
    const at = Date.parse(timestamp);
    stats.read = { timestamp, at: Number.isNaN(at) ? stats.clock.now : at };
  }
  return stats.read.at;
}

function countDone(stats: Stats, { data }: EventOf<'tool:done'>): void {
  const { latency } = countersFor(stats, countedNameOf(data));
  recordInWindow(latency, stats.read.at, data.durationMs, stats.clock);
}

function countStart(stats: Stats, { data }: EventOf<'tool:start'>): void {
  stats.totalToolCalls += 1;
  const counters = countersFor(stats, countedNameOf(data));
  counters.calls += 1;
  counters.inFlight += 1;
}
