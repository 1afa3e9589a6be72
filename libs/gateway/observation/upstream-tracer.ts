import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { AnswerFacts, TraceContext } from '#mcp';
import type { UpstreamFaultCode } from '../link/upstream-fault.ts';
import type { UpstreamAddress } from '../link/upstream-link.ts';

/** Where a link leads to. */
export interface UpstreamDestination {
  /** The name of the upstream in the configuration. */
  readonly name: string;
  /** Where it is reached over HTTP; undefined over stdio. */
  readonly address: UpstreamAddress | undefined;
}

/** The server at the other end of a link, as spans tell of it. */
export interface ObservedUpstream {
  readonly destination: UpstreamDestination;
  /** The id of its protocol session, if it has given one. */
  readonly sessionId: string | undefined;
  /** The revision of its protocol session, once that has begun. */
  readonly protocolVersion: string | undefined;
}

/** A request that begins: `out` goes to the upstream, and `in` comes from it. */
export interface UpstreamRequest {
  message: JSONRPCRequest;
  direction: 'in' | 'out';
  upstream: ObservedUpstream;
}

/** How a request ended: by its answer, or by a fault in place of one. */
export interface UpstreamEnd extends AnswerFacts {
  fault?: UpstreamFaultCode;
  /** The id of the session that the request has begun. */
  sessionId?: string;
}

/** The span of one request to an upstream, or of one that an upstream makes. */
export interface UpstreamSpan {
  /** The id of the trace that records the span; undefined if the trace is not sampled. */
  readonly traceId: string | undefined;
  /** What continues the trace at the receiver of the request. */
  readonly context: Partial<TraceContext>;
  /** Runs work in the context of the span: what it sends is part of the request. */
  run<T>(work: () => T): T;
  /** Runs work in the context in which the span began: what follows from the answer is no part of the request. */
  around<T>(work: () => T): T;
  /** Ends the span. It is called once. */
  end(end: UpstreamEnd): void;
}

/** Creates a span for each request to an upstream, and for each that an upstream makes. */
export interface UpstreamTracer {
  begin(request: UpstreamRequest): UpstreamSpan;
  /** Runs work that is part of no request, whatever request it runs in. */
  apart<T>(work: () => T): T;
}
