import type { CallId } from '../ids.ts';
import type { FromOutside } from './outside-events.ts';

/** The beginning of a payload's JSON, which replaces a payload that exceeds the limit. */
export interface TruncatedPayload {
  truncated: true;
  /** Size of the whole payload as JSON, before anything was left out. */
  bytes: number;
  preview: string;
}

/**
 * What has become of a payload that was recorded. `gone`: it was erased, or kept for as long as payloads are. `hidden`: it
 * is kept, and the role of the admin does not show it, or the request did not ask for it.
 */
export type PayloadFate = 'gone' | 'hidden';

/** A call has begun. */
export interface ToolStartData extends FromOutside {
  /** Globally unique; never the JSON-RPC id. */
  callId: CallId;
  tool: string;
  /** Set when the server has no tool of this name. */
  offered?: false;
  /** Size of the arguments as JSON, in bytes of UTF-8; 0 when there are none. */
  argumentBytes?: number;
  /** The upstream server that answers the call, if one does. */
  upstream?: string;
  /** The trace id of `_meta.traceparent`, if the client sent one. */
  traceId?: string;
  /** The call that ended as `input_required` with the question that this one answers. */
  continues?: CallId;
  /** The instance that runs the call, if there are several. */
  instance?: string;
  /** The redacted arguments, or a {@link TruncatedPayload}. Only present when payloads are recorded. */
  arguments?: unknown;
  /** In place of `arguments` that were recorded, if they are not shown. Their size stays. */
  payload?: PayloadFate;
}

/** A call has succeeded. */
export interface ToolDoneData extends FromOutside {
  callId: CallId;
  tool: string;
  durationMs: number;
  /** As in {@link ToolStartData}. */
  offered?: false;
  /** As in {@link ToolStartData}. */
  argumentBytes?: number;
  /** Size of the result as JSON, in bytes of UTF-8. */
  resultBytes?: number;
  /** As in {@link ToolStartData}. */
  upstream?: string;
  /** As in {@link ToolStartData}. */
  traceId?: string;
  /** As in {@link ToolStartData}. */
  continues?: CallId;
  /** As in {@link ToolStartData}. */
  instance?: string;
  /** Set when the answer asked for input: the client's retry is a new call. */
  outcome?: 'input_required';
  /** The redacted result, or a {@link TruncatedPayload}. Only present when payloads are recorded. */
  result?: unknown;
  /** In place of a `result` that was recorded, if it is not shown. Its size stays. */
  payload?: PayloadFate;
}

/** Every {@link ToolErrorKind}. */
export const TOOL_ERROR_KINDS = ['tool', 'thrown', 'protocol', 'timeout', 'cancelled'] as const;

/**
 * Why a call failed: the tool reported it (`tool`), its handler threw (`thrown`), a JSON-RPC error (`protocol`), no
 * answer in time (`timeout`), or a cancellation (`cancelled`).
 */
export type ToolErrorKind = (typeof TOOL_ERROR_KINDS)[number];

/** A call has failed. */
export interface ToolErrorData extends FromOutside {
  callId: CallId;
  tool: string;
  durationMs: number;
  /** As in {@link ToolStartData}. */
  offered?: false;
  /** As in {@link ToolStartData}. */
  argumentBytes?: number;
  /** Size of the failed result as JSON, in bytes of UTF-8; missing if there was no result. */
  resultBytes?: number;
  /** As in {@link ToolStartData}. */
  upstream?: string;
  /** As in {@link ToolStartData}. */
  traceId?: string;
  /** As in {@link ToolStartData}. */
  continues?: CallId;
  /** As in {@link ToolStartData}. */
  instance?: string;
  /** The message as the agent saw it, redacted. */
  error: string;
  kind: ToolErrorKind;
  /**
   * The JSON-RPC code of a `protocol` failure, `invalid-arguments` for arguments that the schema rejects, or
   * `instance-lost` when the instance that ran the call was lost.
   */
  code?: number | string;
  /** The redacted failed result, as in {@link ToolDoneData}; missing if there was no result. */
  result?: unknown;
  /** As in {@link ToolDoneData}. */
  payload?: PayloadFate;
}

/** A handler has reported progress. Only a few of these per second are published for each call. */
export interface ToolProgressData extends FromOutside {
  callId: CallId;
  tool: string;
  progress: number;
  total?: number;
  message?: string;
  /** As in {@link ToolStartData}. */
  instance?: string;
}
