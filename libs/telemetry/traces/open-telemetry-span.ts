import type { Context, Span, SpanKind } from '@opentelemetry/api';
import type { CallId } from '#contract';
import type { UpstreamEnd, UpstreamSpan } from '#gateway';
import type { RequestSpan, TraceContext, TracedEnd } from '#mcp';
import { redactedExcerpt } from '#redaction';
import { errorTypeOfClient, errorTypeOfServer } from '../conventions/error-type.ts';
import type { OpenTelemetryApi } from './open-telemetry-api.ts';

/** Longer messages are cut, as in events. */
const MAX_MESSAGE = 2_048;

/** What is sent of a context. Propagators of other formats may be configured, which agents do not know. */
const SENT: readonly (keyof TraceContext)[] = ['traceparent', 'tracestate', 'baggage'];

/** A span of OpenTelemetry for one request. */
export class OpenTelemetrySpan implements RequestSpan, UpstreamSpan {
  readonly #context: Context;

  constructor(
    private readonly api: OpenTelemetryApi,
    private readonly span: Span,
    private readonly parent: Context,
    private readonly kind: SpanKind,
  ) {
    this.#context = api.trace.setSpan(parent, span);
  }

  get traceId(): string | undefined {
    const { traceFlags, traceId } = this.span.spanContext();
    return traceFlags & this.api.TraceFlags.SAMPLED ? traceId : undefined;
  }

  get context(): Partial<TraceContext> {
    const carrier: Partial<TraceContext> = {};
    this.api.propagation.inject(this.#context, carrier);
    return Object.fromEntries(
      SENT.filter((key) => carrier[key] !== undefined).map((key) => [key, carrier[key]]),
    );
  }

  setCall(callId: CallId): void {
    this.span.setAttribute('crowsnest.call.id', callId);
  }

  run<T>(work: () => T): T {
    return this.api.context.with(this.#context, work);
  }

  around<T>(work: () => T): T {
    return this.api.context.with(this.parent, work);
  }

  end(end: TracedEnd & Pick<UpstreamEnd, 'fault' | 'sessionId'>): void {
    const { span, api } = this;
    if (!span.isRecording()) return;
    const isServer = this.kind === api.SpanKind.SERVER;
    const type = isServer ? errorTypeOfServer(end) : errorTypeOfClient(end);
    if (end.sessionId !== undefined) span.setAttribute('mcp.session.id', end.sessionId);
    if (end.code !== undefined) span.setAttribute('rpc.response.status_code', String(end.code));
    if (type !== undefined) {
      span.setAttribute('error.type', type);
      const message = redactedExcerpt(end.error ?? '', MAX_MESSAGE);
      span.setStatus({ code: api.SpanStatusCode.ERROR, ...(message && { message }) });
    }
    span.end();
  }
}
