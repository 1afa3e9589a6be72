import type { SessionId } from '#contract';
import type { Era } from '#tools';

/** The trace context of a message's `_meta`, as https://www.w3.org/TR/trace-context writes it. */
export interface TraceContext {
  traceparent: string;
  tracestate?: string;
  baggage?: string;
}

/** What every observed message tells. */
interface ObservedBase {
  era: Era;
  /** `in` from the agent, `out` to it. */
  direction: 'in' | 'out';
  sessionId: SessionId;
  tenantId: string;
  principalId: string;
  /** The size of the whole message as UTF-8. */
  bytes: number;
}

/** A request, of the agent or to it. */
export interface ObservedRequestMessage extends ObservedBase {
  kind: 'request';
  method: string;
  /** The tool, prompt or resource that it is about, where it names one. */
  target?: string;
  trace?: TraceContext;
}

/** A notification, of the agent or to it. */
export interface ObservedNotification extends ObservedBase {
  kind: 'notification';
  method: string;
}

/** How a request ended; `error` is a JSON-RPC error, `tool-error` a result with `isError`. */
export type RequestOutcome = 'result' | 'tool-error' | 'input_required' | 'error' | 'cancelled';

/** The end of a request: its answer, or a cancellation that has none. */
export interface ObservedAnswer extends ObservedBase {
  kind: 'answer';
  /** The method of the request. */
  method: string;
  target?: string;
  /** Milliseconds since the request came. */
  durationMs: number;
  outcome: RequestOutcome;
  /** The code of a JSON-RPC error. */
  code?: number;
  trace?: TraceContext;
}

/** A JSON-RPC message as listeners get it. */
export type ObservedMessage = ObservedRequestMessage | ObservedNotification | ObservedAnswer;

/** Listens to every JSON-RPC message of both eras. It runs while the agent waits: return at once. */
export interface MessageListener {
  /** Names the listener in the log when it throws. */
  readonly name: string;
  message(observed: ObservedMessage): void;
}
