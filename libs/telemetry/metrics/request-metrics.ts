import { Injectable } from '@nestjs/common';
import { Observation, type ObservedAnswer, type ObservedMessage } from '#mcp';
import { errorTypeOfServer } from '../conventions/error-type.ts';
import { REQUEST_LABELS, RequestLabels } from '../conventions/request-labels.ts';
import { DURATION_BUCKETS } from './duration-buckets.ts';
import { MeasuredLater } from './measured-later.ts';
import { MetricsRegistry } from './metrics-registry.ts';

/**
 * Measures every request of agents, by the OpenTelemetry conventions for MCP. They count what the protocol sees: an
 * unknown tool is an error of the agent there, and a failed call in the events.
 */
@Injectable()
export class RequestMetrics {
  readonly #labels = new RequestLabels();
  readonly #duration;
  readonly #later = new MeasuredLater<ObservedAnswer>((answer) => this.#measure(answer));

  constructor(registry: MetricsRegistry, observation: Observation) {
    this.#duration = registry.tracedHistogram(
      'mcp_server_operation_duration_seconds',
      'Duration of the requests of agents, from their arrival to their answer.',
      {
        labelNames: REQUEST_LABELS,
        buckets: DURATION_BUCKETS,
        beforeRead: () => this.#later.measureAll(),
      },
    );
    observation.listen({ name: 'metrics', kinds: ['answer'], message: (message) => this.#observe(message) });
  }

  #observe(message: ObservedMessage): void {
    // The answer to a request of an agent goes out.
    if (message.kind === 'answer' && message.direction === 'out') this.#later.add(message);
  }

  #measure(answer: ObservedAnswer): void {
    const { method, target, outcome, code, durationMs, tracedAs } = answer;
    const errorType = errorTypeOfServer(answer);
    const isOffered = answer.offered !== false;
    this.#duration.observe({
      labels: this.#labels.of({ method, target, outcome, code, errorType, isOffered }),
      value: durationMs / 1_000,
      // Leads from a slow bucket to the trace of a request in it.
      ...(tracedAs !== undefined && { exemplarLabels: { trace_id: tracedAs } }),
    });
  }
}
