import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import type { EndedRequest, UpstreamObservation } from './upstream-observation.ts';
import type { ObservedUpstream, UpstreamEnd, UpstreamSpan } from './upstream-tracer.ts';

/** A request that an upstream has not answered. */
export class SentRequest {
  readonly startedAt = performance.now();
  readonly #span: UpstreamSpan | undefined;

  constructor(
    readonly message: JSONRPCRequest,
    private readonly upstream: ObservedUpstream,
    private readonly observation: UpstreamObservation,
  ) {
    this.#span = observation.beginSpan({ message, direction: 'out', upstream });
  }

  /** Runs work that is part of the request. */
  run<T>(work: () => T): T {
    return this.#span ? this.#span.run(work) : work();
  }

  /** Runs work that follows from the answer. */
  around<T>(work: () => T): T {
    return this.#span ? this.#span.around(work) : work();
  }

  /** The request as it goes up: with the context of its span, if it has one. */
  stated(raw: RawMessage): RawMessage {
    const span = this.#span;
    return span ? (this.observation.quietly(() => raw.withMeta(this.#context(span))) ?? raw) : raw;
  }

  /** It is called once. */
  end(end: UpstreamEnd): void {
    const span = this.#span;
    if (span) this.observation.quietly(() => span.end(end));
    const { method, params } = this.message;
    const durationMs = performance.now() - this.startedAt;
    const ended: EndedRequest = { upstream: this.upstream.destination, method, durationMs, end };
    const target = params?.['name'] ?? params?.['uri'];
    const tracedAs = span?.traceId;
    if (typeof target === 'string') ended.target = target;
    if (tracedAs !== undefined) ended.tracedAs = tracedAs;
    this.observation.requestEnded(ended);
  }

  /** A state that came with another trace, or that is none, must not go on with ours. */
  #context({ context }: UpstreamSpan): Record<string, string> {
    const isOfOther =
      context.traceparent !== undefined && this.message.params?._meta?.['tracestate'] !== undefined;
    return { ...(isOfOther && { tracestate: '' }), ...context };
  }
}
