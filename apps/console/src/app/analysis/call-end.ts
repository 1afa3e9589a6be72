import {
  countedNameOf,
  type CallId,
  type CrowsnestEvent,
  type EventId,
  type SessionId,
  type ToolErrorKind,
} from '#contract';

/** The end of a call, as the analysis pages use it. */
export interface CallEnd {
  id: EventId;
  callId: CallId;
  /** The tool name under which the call is counted. */
  tool: string;
  sessionId: SessionId;
  /** When it ended, in milliseconds since 1970. */
  at: number;
  durationMs: number;
  /** Null if there was no result or its size is unknown. */
  resultBytes: number | null;
  /** Null if the call succeeded. */
  failure: { kind: ToolErrorKind; error: string } | null;
}

/** Returns the ends of calls among these events, in the same order. */
export function callEndsOf(events: readonly CrowsnestEvent[]): CallEnd[] {
  return events.flatMap((event) =>
    event.type === 'tool:done' || event.type === 'tool:error' ? [callEndOf(event)] : [],
  );
}

function callEndOf(event: Extract<CrowsnestEvent, { type: 'tool:done' | 'tool:error' }>): CallEnd {
  const { id, sessionId, timestamp, data } = event;
  return {
    id,
    callId: data.callId,
    tool: countedNameOf(data),
    sessionId,
    at: Date.parse(timestamp),
    durationMs: data.durationMs,
    resultBytes: data.resultBytes ?? null,
    failure: event.type === 'tool:error' ? { kind: event.data.kind, error: event.data.error } : null,
  };
}
