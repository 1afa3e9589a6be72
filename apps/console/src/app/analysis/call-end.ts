import { countedNameOf, type CrowsnestEvent, type EventId, type ToolErrorKind } from '#contract';

/** The end of a call: what pages of analysis know of it. */
export interface CallEnd {
  id: EventId;
  callId: string;
  /** The name that it is counted under. */
  tool: string;
  sessionId: string;
  /** When it ended, in milliseconds since 1970. */
  at: number;
  durationMs: number;
  /** Null when there was no result, or its size is not known. */
  resultBytes: number | null;
  /** Null for a call that succeeded. */
  failure: { kind: ToolErrorKind; error: string } | null;
}

/** The ends of calls among events, in their order. */
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
