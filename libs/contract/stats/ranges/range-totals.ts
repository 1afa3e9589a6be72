import type { CrowsnestEvent, EventOf } from '../../events/event.ts';
import { mergeLatency, recordLatency, type LatencyBins } from '../latency.ts';
import { outageOf, type LogOutage } from '../state.ts';
import { countedNameOf } from '../../events/counted-name.ts';

/** What the events of a range count for one tool. */
export interface ToolTotals {
  /** Number of calls that started. */
  calls: number;
  errors: number;
  /** The durations of all successful calls. */
  latency: LatencyBins;
}

/**
 * The counters of a range of events: the accumulator of {@link foldRange}. A range can be folded in pieces, which
 * {@link mergeRange} joins in the order of the log.
 */
export interface RangeTotals {
  kind: 'range';
  /** By the counted name, in the order in which the range mentions them. */
  tools: Map<string, ToolTotals>;
  /** The sessions with an event in the range. */
  sessions: Set<string>;
  /** The calls that started in the range and did not end in it: the counted name by the call's id. */
  open: Map<string, string>;
  /** The calls that ended in the range and did not start in it. Their starts may be in the piece before it. */
  ended: Set<string>;
  /** The outage at the end of the range; undefined when the range holds no word of one. */
  logOutage: LogOutage | null | undefined;
}

/** The counters of a range without events. */
export function emptyRange(): RangeTotals {
  return {
    kind: 'range',
    tools: new Map(),
    sessions: new Set(),
    open: new Map(),
    ended: new Set(),
    logOutage: undefined,
  };
}

/** Folds the next event of the range into its counters. */
export function foldRange(totals: RangeTotals, event: CrowsnestEvent): void {
  if (event.sessionId) totals.sessions.add(event.sessionId);
  switch (event.type) {
    case 'tool:start':
      foldStart(totals, event);
      break;
    case 'tool:done':
      recordLatency(toolIn(totals, countedNameOf(event.data)).latency, event.data.durationMs);
      foldEnd(totals, event.data.callId);
      break;
    case 'tool:error':
      toolIn(totals, countedNameOf(event.data)).errors += 1;
      foldEnd(totals, event.data.callId);
      break;
    case 'log:degraded':
      totals.logOutage = outageOf(event);
      break;
    case 'log:recovered':
      totals.logOutage = null;
      break;
    case 'session:open':
    case 'session:close':
    case 'session:expired':
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
    default:
      // An event type of a newer server counts nothing.
      event satisfies never;
  }
}

/** Adds the counters of the piece that follows a range. */
export function mergeRange(into: RangeTotals, next: RangeTotals): void {
  for (const [name, { calls, errors, latency }] of next.tools) {
    const tool = toolIn(into, name);
    tool.calls += calls;
    tool.errors += errors;
    mergeLatency(tool.latency, latency);
  }
  for (const session of next.sessions) into.sessions.add(session);
  for (const callId of next.ended) foldEnd(into, callId);
  for (const [callId, name] of next.open) into.open.set(callId, name);
  if (next.logOutage !== undefined) into.logOutage = next.logOutage;
}

function foldStart(totals: RangeTotals, { data }: EventOf<'tool:start'>): void {
  const name = countedNameOf(data);
  toolIn(totals, name).calls += 1;
  totals.open.set(data.callId, name);
}

function foldEnd({ open, ended }: RangeTotals, callId: string): void {
  if (!open.delete(callId)) ended.add(callId);
}

function toolIn({ tools }: RangeTotals, name: string): ToolTotals {
  let tool = tools.get(name);
  if (!tool) {
    tool = { calls: 0, errors: 0, latency: new Map() };
    tools.set(name, tool);
  }
  return tool;
}
