import type { CallId, CrowsnestEvent, EventOf, SessionId, TenantId } from '#contract';

/** The event that ends a call. */
export type CallEndEvent = EventOf<'tool:done'> | EventOf<'tool:error'>;

/** An event of one call. */
export type CallEvent = EventOf<'tool:start'> | EventOf<'tool:progress'> | CallEndEvent;

/** A call with the events that the log has of it. */
export interface Call {
  callId: CallId;
  tool: string;
  sessionId: SessionId;
  tenantId: TenantId;
  /** Null if the log no longer has it. */
  start: EventOf<'tool:start'> | null;
  /** Null while the call runs. */
  end: CallEndEvent | null;
  /** Oldest first; only the newest if there are many. */
  progress: readonly EventOf<'tool:progress'>[];
}

/** The state of a call. `open`: it has no end in the log, but is not in flight. */
export type CallState = 'running' | 'done' | 'input-required' | 'failed' | 'cancelled' | 'open';

/** Whether an event belongs to a call. */
export function isOfCall(event: CrowsnestEvent): event is CallEvent {
  return isEnd(event) || event.type === 'tool:start' || event.type === 'tool:progress';
}

/** Whether an event ends a call. */
export function isEnd(event: CrowsnestEvent): event is CallEndEvent {
  return event.type === 'tool:done' || event.type === 'tool:error';
}

/** Creates the call of an event, with only that event. */
export function callOf({ sessionId, tenantId, data }: CallEvent): Call {
  const { callId, tool } = data;
  return { callId, tool, sessionId, tenantId, start: null, end: null, progress: [] };
}

/** Returns the call with another of its events. */
export function withEvent(call: Call, event: CallEvent): Call {
  if (event.type === 'tool:start') return { ...call, start: event };
  if (event.type === 'tool:progress') {
    const known = call.progress.some(({ id }) => id === event.id);
    return known ? call : { ...call, progress: [...call.progress, event] };
  }
  return { ...call, end: event };
}

/** Returns the state of a call. `inFlight`: whether the server is running it. */
export function stateOf({ end }: Pick<Call, 'end'>, inFlight: boolean): CallState {
  if (!end) return inFlight ? 'running' : 'open';
  if (end.type === 'tool:done') return end.data.outcome === 'input_required' ? 'input-required' : 'done';
  return end.data.kind === 'cancelled' ? 'cancelled' : 'failed';
}

/** Returns when the call began, in milliseconds since 1970: from its start, or from its end and duration. */
export function beginOf({ start, end, progress }: Call): number {
  if (start) return Date.parse(start.timestamp);
  if (end) return Date.parse(end.timestamp) - end.data.durationMs;
  return Date.parse(progress[0]?.timestamp ?? '');
}

/** Returns an optional string field of the call's events, such as `upstream`; undefined without it. */
export function factOf({ start, end }: Call, name: string): string | undefined {
  const of = (event: CallEvent | null): unknown =>
    (event?.data as Record<string, unknown> | undefined)?.[name];
  const fact = of(start) ?? of(end);
  return typeof fact === 'string' && fact !== '' ? fact : undefined;
}
