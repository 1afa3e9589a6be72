import type { Context, Link, Span, SpanKind, Tracer } from '@opentelemetry/api';
import type { UpstreamRequest, UpstreamTracer } from '#gateway';
import { traceContextOf, type RequestTracer, type TracedRequest } from '#mcp';
import type { EarlySampling } from './early-sampling.ts';
import type { OpenTelemetryApi } from './open-telemetry-api.ts';
import { LinkedContext } from './linked-context.ts';
import { OpenTelemetrySpan } from './open-telemetry-span.ts';
import { furtherAttributesOf, samplingAttributesOf } from './request-attributes.ts';
import type { SpanNames } from './span-names.ts';
import { upstreamAttributesOf } from './upstream-attributes.ts';

/**
 * Creates the spans of requests with the tracer provider of the process. A request of an agent continues the trace that
 * its `_meta` names. Otherwise it belongs to the trace in which it arrived, if there is one.
 */
export class OpenTelemetryTracer implements RequestTracer, UpstreamTracer {
  readonly #tracer: Tracer;

  /** `sampling` is that of an SDK of our own. The sampler of an application may decide by anything. */
  constructor(
    private readonly api: OpenTelemetryApi,
    private readonly names: SpanNames,
    version: string,
    private readonly sampling?: EarlySampling,
  ) {
    this.#tracer = api.trace.getTracer('crowsnest', version);
  }

  begin(request: TracedRequest | UpstreamRequest): OpenTelemetrySpan {
    const { api } = this;
    // Who takes a request is the server, whatever it is otherwise.
    const isServer = request.direction === 'in';
    const ambient = new LinkedContext(api.context.active());
    const parent = isServer ? this.#sentBy(request, ambient) : ambient;
    const kind = isServer ? api.SpanKind.SERVER : api.SpanKind.CLIENT;
    const span =
      this.sampling?.unrecordedSpan(parent) ??
      this.#startSpan(request, kind, parent, this.#links(ambient, parent));
    return new OpenTelemetrySpan(api, span, parent, kind);
  }

  apart<T>(work: () => T): T {
    return this.api.context.with(this.api.ROOT_CONTEXT, work);
  }

  #startSpan(request: TracedRequest | UpstreamRequest, kind: SpanKind, parent: Context, links: Link[]): Span {
    const options = { kind, links, attributes: samplingAttributesOf(request) };
    const span = this.#tracer.startSpan(this.names.of(request), options, parent);
    if (!span.isRecording()) return span;
    return span.setAttributes(
      'upstream' in request ? upstreamAttributesOf(request) : furtherAttributesOf(request),
    );
  }

  #sentBy({ message }: Pick<TracedRequest, 'message'>, ambient: Context): Context {
    const stated = traceContextOf(message);
    return stated ? this.api.propagation.extract(ambient, stated) : ambient;
  }

  /** The span of the HTTP request, if the span of the message is not its child. */
  #links(ambient: Context, parent: Context): Link[] {
    const { trace } = this.api;
    const around = trace.getSpanContext(ambient);
    if (!around || around.spanId === trace.getSpanContext(parent)?.spanId) return [];
    return [{ context: around }];
  }
}
