import { context, propagation, SpanStatusCode, trace, type SpanKind } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import { waitUntil } from '../environment/wait-until.ts';

/** The SDK of an application that traces itself, as it registers it before it starts. */
export class RecordedSpans {
  readonly #exporter = new InMemorySpanExporter();
  readonly #provider: TracerProvider;

  constructor(sampler?: Sampler) {
    this.#provider = new TracerProvider({
      spanProcessors: [new SimpleSpanProcessor({ exporter: this.#exporter })],
      ...(sampler && { sampler }),
    });
    trace.setGlobalTracerProvider(this.#provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(
      new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
    );
  }

  get all(): ReadableSpan[] {
    return this.#exporter.getFinishedSpans();
  }

  /** Resolves with the first span of that name, once it has ended. */
  named(name: string): Promise<ReadableSpan> {
    return this.found((span) => span.name === name, `the span "${name}" has ended`);
  }

  /** Resolves with the first span for which the test holds, once it has ended. */
  async found(test: (span: ReadableSpan) => boolean, reason: string): Promise<ReadableSpan> {
    const found = await waitUntil(() => this.all.find(test), {
      reason,
      seen: () => this.all.map((span) => span.name),
    });
    return found as ReadableSpan;
  }

  forget(): void {
    this.#exporter.reset();
  }

  /** Takes everything back that was registered. */
  async end(): Promise<void> {
    trace.disable();
    context.disable();
    propagation.disable();
    await this.#provider.shutdown();
  }
}

/** A span in short. */
export interface ShortSpan {
  kind: SpanKind;
  status: string;
  errorType: unknown;
  code: unknown;
}

export function inShort({ kind, status, attributes }: ReadableSpan): ShortSpan {
  return {
    kind,
    status: SpanStatusCode[status.code],
    errorType: attributes['error.type'],
    code: attributes['rpc.response.status_code'],
  };
}
