import { Injectable } from '@nestjs/common';
import {
  UpstreamObservation,
  type EndedRequest,
  type EndedSession,
  type UpstreamDestination,
} from '#gateway';
import { Offers } from '#tools';
import { errorTypeOfClient } from '../conventions/error-type.ts';
import { REQUEST_LABELS, RequestLabels } from '../conventions/request-labels.ts';
import { DURATION_BUCKETS } from './duration-buckets.ts';
import { MeasuredLater } from './measured-later.ts';
import { MetricsRegistry } from './metrics-registry.ts';

/** An upstream is one of the configuration, so its labels are bounded. */
const UPSTREAM_LABELS = ['upstream', 'network_transport', 'server_address', 'server_port'] as const;

/** Measures every request to upstream servers, and their sessions, by the OpenTelemetry conventions for MCP. */
@Injectable()
export class UpstreamRequestMetrics {
  readonly #labels = new RequestLabels();
  readonly #duration;
  readonly #sessions;
  readonly #later = new MeasuredLater<EndedRequest>((request) => this.#measure(request));

  constructor(
    registry: MetricsRegistry,
    observation: UpstreamObservation,
    private readonly offers: Offers,
  ) {
    this.#duration = registry.tracedHistogram(
      'mcp_client_operation_duration_seconds',
      'Duration of requests to upstream servers, until their answer.',
      {
        labelNames: [...REQUEST_LABELS, ...UPSTREAM_LABELS],
        buckets: DURATION_BUCKETS,
        beforeRead: () => this.#later.measureAll(),
      },
    );
    this.#sessions = registry.histogram(
      'mcp_client_session_duration_seconds',
      'Duration of sessions of upstream servers, from "initialize" to their end.',
      { labelNames: ['error_type', ...UPSTREAM_LABELS], buckets: DURATION_BUCKETS },
    );
    observation.listen({
      requestEnded: (request) => this.#later.add(request),
      sessionEnded: (session) => this.#sessionEnded(session),
    });
  }

  #measure({ upstream, method, target, durationMs, end, tracedAs }: EndedRequest): void {
    const { outcome, code } = end;
    const errorType = errorTypeOfClient(end);
    const isOffered = this.offers.get(upstream.name)?.offersTool(target ?? '') ?? false;
    this.#duration.observe({
      labels: {
        ...this.#labels.of({ method, target, outcome, code, errorType, isOffered }),
        ...labelsOf(upstream),
      },
      value: durationMs / 1_000,
      ...(tracedAs !== undefined && { exemplarLabels: { trace_id: tracedAs } }),
    });
  }

  #sessionEnded({ upstream, durationMs, fault }: EndedSession): void {
    const errorType = fault && errorTypeOfClient({ outcome: 'error', fault });
    const labels = { ...labelsOf(upstream), ...(errorType !== undefined && { error_type: errorType }) };
    this.#sessions.observe(labels, durationMs / 1_000);
  }
}

function labelsOf({ name, address }: UpstreamDestination) {
  if (!address) return { upstream: name, network_transport: 'pipe' };
  const { host, port } = address;
  return { upstream: name, network_transport: 'tcp', server_address: host, server_port: String(port) };
}
