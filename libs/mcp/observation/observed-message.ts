import type { SessionId, ToolErrorKind } from '#contract';
import type { Era } from '#tools';

/** The trace context in the `_meta` of a message, as https://www.w3.org/TR/trace-context defines it. */
export interface TraceContext {
  traceparent: string;
  tracestate?: string;
  baggage?: string;
}

/** The members of every observed message. */
interface ObservedBase {
  era: Era;
  /** `in`: from the agent; `out`: to the agent. */
  direction: 'in' | 'out';
  sessionId: SessionId;
  tenantId: string;
  principalId: string;
  /** The size of the whole message in UTF-8. */
  bytes: number;
}

/** A request from the agent or to the agent. */
export interface ObservedRequestMessage extends ObservedBase {
  kind: 'request';
  method: string;
  /** The name of the tool, prompt or resource, if the request names one. */
  target?: string;
  trace?: TraceContext;
  /** The id of the trace that records the request, if one does. */
  tracedAs?: string;
}

/** A notification from the agent or to the agent. */
export interface ObservedNotification extends ObservedBase {
  kind: 'notification';
  method: string;
}

/** How a request ended: `error` is a JSON-RPC error, `tool-error` is a result with `isError`. */
export type RequestOutcome = 'result' | 'tool-error' | 'input_required' | 'error' | 'cancelled';

/** The end of a request: its answer, or a cancellation without an answer. */
export interface ObservedAnswer extends ObservedBase {
  kind: 'answer';
  /** The method of the request. */
  method: string;
  target?: string;
  /** Milliseconds since the request arrived. */
  durationMs: number;
  outcome: RequestOutcome;
  /** Why a tool call failed. */
  failure?: ToolErrorKind;
  /** The code of a JSON-RPC error. */
  code?: number;
  /** Whether a tool of the name exists, as the call's events say. */
  offered?: false;
  trace?: TraceContext;
  /** The id of the trace that records the request, if one does. */
  tracedAs?: string;
}

/** A JSON-RPC message, as listeners receive it. */
export type ObservedMessage = ObservedRequestMessage | ObservedNotification | ObservedAnswer;

/** What a message is. */
export type MessageKind = ObservedMessage['kind'];

/** Listens to the JSON-RPC messages of both eras. It runs while the agent waits, so it must return quickly. */
export interface MessageListener {
  /** The name of the listener in the log, when it throws. */
  readonly name: string;
  /** The kinds of messages that it needs. A message that nobody needs is not even described. Default: all. */
  readonly kinds?: readonly MessageKind[];
  message(observed: ObservedMessage): void;
}
