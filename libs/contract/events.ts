import type { EventId } from './ids.ts';

/** How a session came to be: a real `Mcp-Session-Id`, or grouped from what a modern client sends. */
export type SessionOrigin = 'protocol' | 'derived';

/** The MCP client's own name and version, as it states them. */
export interface ClientInfo {
  name: string;
  version: string;
}

export interface SessionOpenData {
  origin: SessionOrigin;
  client: ClientInfo;
  /** The MCP revision in use, such as `2025-11-25`. */
  protocolVersion: string;
  /** Derived sessions only: the trace id of `_meta.traceparent`, when the client sent one. */
  traceId?: string;
}

export interface SessionCloseData {
  reason: 'client' | 'admin' | 'shutdown';
  durationMs: number;
  /** Calls that were started in the session. */
  calls: number;
}

export interface SessionExpiredData {
  reason: 'idle' | 'instance-lost';
  /** Milliseconds since the last sign of the client. */
  idleMs: number;
  /** Calls that were started in the session. */
  calls: number;
}

/** A payload that is longer than what is kept of one: the beginning of its JSON, as text. */
export interface TruncatedPayload {
  truncated: true;
  /** The size of the whole payload as JSON, before anything was left out of it. */
  bytes: number;
  preview: string;
}

export interface ToolStartData {
  /** Globally unique; never the JSON-RPC id. */
  callId: string;
  tool: string;
  /** The arguments without the secrets in them, or a {@link TruncatedPayload}; only where payloads are kept. */
  arguments?: unknown;
}

export interface ToolDoneData {
  callId: string;
  tool: string;
  durationMs: number;
  /** Set when the answer asked for input: the client's retry is a new call. */
  outcome?: 'input_required';
  /** The result without the secrets in it, or a {@link TruncatedPayload}; only where payloads are kept. */
  result?: unknown;
}

/**
 * Why a call failed: the tool said so (`tool`), its handler threw (`thrown`), a JSON-RPC error
 * (`protocol`), no answer in time (`timeout`), or it was called off (`cancelled`).
 */
export type ToolErrorKind = 'tool' | 'thrown' | 'protocol' | 'timeout' | 'cancelled';

export interface ToolErrorData {
  callId: string;
  tool: string;
  durationMs: number;
  /** The message, as the agent saw it, but for the secrets in it. */
  error: string;
  kind: ToolErrorKind;
  /** A JSON-RPC code for `protocol`; `invalid-arguments` for arguments that the schema refused. */
  code?: number | string;
  /** The result that said so, as in {@link ToolDoneData}; missing where there was none. */
  result?: unknown;
}

/** How far a call has come, as its handler tells; at most a few a second for each call. */
export interface ToolProgressData {
  callId: string;
  tool: string;
  progress: number;
  total?: number;
  message?: string;
}

/** An admin has ended a session. The event belongs to that session, and comes before what it brings about. */
export interface AdminSessionEndData {
  /** The admin's name. */
  by: string;
  reason?: string;
  sessionId: string;
}

/** An admin has cancelled a call. The event belongs to its session, and comes before what it brings about. */
export interface AdminCallCancelData {
  /** The admin's name. */
  by: string;
  reason?: string;
  callId: string;
  tool: string;
}

/** The log cannot commit; events go out live from memory until `log:recovered`. */
export interface LogDegradedData {
  error: string;
}

/** The log commits again. */
export interface LogRecoveredData {
  durationMs: number;
  /**
   * Events that went out live and could not be kept: the log's queue was full. Null where nobody knows: the
   * process that had the outage ended before the log was back.
   */
  lost: number | null;
}

/** Every event type with its data. The keys are the SSE `event:` names and the names on EventEmitter2. */
export interface EventDataMap {
  'session:open': SessionOpenData;
  'session:close': SessionCloseData;
  'session:expired': SessionExpiredData;
  'tool:start': ToolStartData;
  'tool:done': ToolDoneData;
  'tool:error': ToolErrorData;
  'tool:progress': ToolProgressData;
  'admin:session-end': AdminSessionEndData;
  'admin:call-cancel': AdminCallCancelData;
  'log:degraded': LogDegradedData;
  'log:recovered': LogRecoveredData;
}

export type EventType = keyof EventDataMap;

export const EVENT_TYPES = [
  'session:open',
  'session:close',
  'session:expired',
  'tool:start',
  'tool:done',
  'tool:error',
  'tool:progress',
  'admin:session-end',
  'admin:call-cancel',
  'log:degraded',
  'log:recovered',
] as const satisfies readonly EventType[];

/** An event of one type. Events of the server itself have an empty `sessionId` and `tenantId`. */
export interface EventOf<T extends EventType> {
  id: EventId;
  type: T;
  sessionId: string;
  tenantId: string;
  /** ISO 8601, UTC, stamped by the publisher. */
  timestamp: string;
  data: EventDataMap[T];
}

/** A committed event: a union discriminated by `type`. */
export type CrowsnestEvent = { [T in EventType]: EventOf<T> }[EventType];

/** An event that the log has not numbered yet. */
export type UncommittedEvent = { [T in EventType]: Omit<EventOf<T>, 'id'> }[EventType];

/** What a publisher is handed: it adds the time, the log adds the id. */
export type EventDraft = { [T in EventType]: Omit<EventOf<T>, 'id' | 'timestamp'> }[EventType];

/** Whether the text names an event type. */
export function isEventType(text: string): text is EventType {
  return (EVENT_TYPES as readonly string[]).includes(text);
}

/** The event without arguments and results: for what is kept or sent again and again. */
export function withoutPayload<E extends UncommittedEvent>(event: E): E {
  const { data } = event;
  if (!('arguments' in data) && !('result' in data)) return event;
  const { arguments: _, result: __, ...others } = data as ToolStartData & ToolDoneData;
  return { ...event, data: others };
}

/** The tool that an event is about, if it is about one. */
export function toolOf(event: UncommittedEvent): string | undefined {
  return 'tool' in event.data ? event.data.tool : undefined;
}
