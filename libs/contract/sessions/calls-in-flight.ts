import type { CallId, EventId, SessionId, TenantId } from '../ids.ts';
import type { CrowsnestEvent } from '../events/event.ts';

/** A call that has started and not ended. */
export interface InFlightCall {
  callId: CallId;
  tool: string;
  sessionId: SessionId;
  tenantId: TenantId;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** The id of its `tool:start`. Missing for calls that an earlier version saved. */
  startId?: EventId;
  /** Set when the tool is not offered. */
  offered?: false;
  /** The call whose question it answers. */
  continues?: CallId;
  /** The instance that runs it, if there are several. */
  instance?: string;
  /** As in its events: set if an observer outside has reported the call. */
  source?: string;
}

/** The calls in flight by their id, oldest first. */
export type CallsInFlight = Map<string, InFlightCall>;

/**
 * Folds one event into the calls in flight, and returns the call that it ended. Calls are matched only by id: a call
 * ends with its own `tool:done` or `tool:error`, whatever happens to its session. The end of an unknown call changes
 * nothing.
 */
export function foldCalls(calls: CallsInFlight, event: CrowsnestEvent): InFlightCall | undefined {
  if (event.type === 'tool:start') {
    const { id: startId, sessionId, tenantId, timestamp, data } = event;
    const { callId, tool, continues, offered, instance, source } = data;
    const call: InFlightCall = { callId, tool, sessionId, tenantId, startedAt: timestamp, startId };
    if (offered === false) call.offered = offered;
    if (continues !== undefined) call.continues = continues;
    if (instance !== undefined) call.instance = instance;
    if (source !== undefined) call.source = source;
    calls.set(callId, call);
  } else if (event.type === 'tool:done' || event.type === 'tool:error') {
    const call = calls.get(event.data.callId);
    calls.delete(event.data.callId);
    return call;
  }
  return undefined;
}

/** Indexes a list of calls in flight by id. */
export function callsFrom(list: readonly InFlightCall[]): CallsInFlight {
  return new Map(list.map((call) => [call.callId, call]));
}

/** Number of calls in flight per session, for sessions that have any. */
export function countBySession(calls: CallsInFlight): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sessionId } of calls.values()) counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
  return counts;
}
