import type { Context, Span } from '@opentelemetry/api';
import type { Sampler, SamplingDecision } from '@opentelemetry/sdk-trace';
import type { ForeseenIds } from './foreseen-ids.ts';
import type { OpenTelemetryApi } from './open-telemetry-api.ts';

// The enum is in a package that is not loaded here.
const NOT_RECORD: SamplingDecision.NOT_RECORD = 0;

/**
 * Decides whether a request is recorded before its name, attributes and links are made, because most requests are not
 * where few traces are sampled. This is possible only with a sampler that is known to decide by nothing but the parent
 * and the id of the trace. An SDK decides in the same way later, with the same id.
 */
export class EarlySampling {
  constructor(
    private readonly api: OpenTelemetryApi,
    private readonly sampler: Sampler,
    private readonly ids: ForeseenIds,
  ) {}

  /** What stands for the span of a request that is not recorded; undefined for a request that is. */
  unrecordedSpan(parent: Context): Span | undefined {
    const { api, ids } = this;
    const around = api.trace.getSpanContext(parent);
    const continued = around && api.isSpanContextValid(around) ? around : undefined;
    if (this.#records(parent, continued?.traceId ?? ids.nextTraceId)) return undefined;
    return api.trace.wrapSpanContext({
      traceId: continued?.traceId ?? ids.generateTraceId(),
      spanId: ids.generateSpanId(),
      traceFlags: api.TraceFlags.NONE,
      ...(continued?.traceState && { traceState: continued.traceState }),
    });
  }

  #records(parent: Context, traceId: string): boolean {
    const { SERVER } = this.api.SpanKind;
    const { decision } = this.sampler.shouldSample(parent, traceId, '', SERVER, {}, []);
    return decision !== NOT_RECORD;
  }
}
