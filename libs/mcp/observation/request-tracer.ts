import type { IncomingMessage } from 'node:http';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { CallId, ToolErrorKind } from '#contract';
import type { ObservedClient } from './observed-client.ts';
import type { RequestOutcome, TraceContext } from './observed-message.ts';

/** A request that begins: one of the agent, with the HTTP request that carried it, or one to the agent. */
export type TracedRequest = { message: JSONRPCRequest; client: ObservedClient } & (
  { direction: 'in'; http: IncomingMessage } | { direction: 'out' }
);

/** How a request ended. */
export interface TracedEnd {
  outcome: RequestOutcome;
  /** Why a tool call failed. */
  failure?: ToolErrorKind;
  /** The code of a JSON-RPC error. */
  code?: number;
  /** The message of a failure, as it came. It may contain secrets. */
  error?: string;
}

/** Creates a span for each request. Its faults are logged and do not affect the request. */
export interface RequestTracer {
  begin(request: TracedRequest): RequestSpan;
}

/** The span of one request. */
export interface RequestSpan {
  /** The id of the trace that records the span; undefined if the trace is not sampled. */
  readonly traceId: string | undefined;
  /** What continues the trace at the receiver of a request. */
  readonly context: Partial<TraceContext>;
  /** Names the tool call that the request makes. */
  setCall(callId: CallId): void;
  /** Runs work in the context of the span, so that spans of the work become its children. */
  run<T>(work: () => T): T;
  /** Ends the span. It is called once. */
  end(end: TracedEnd): void;
}
