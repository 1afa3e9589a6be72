import { Injectable } from '@nestjs/common';
import { Observation, type ObservedAnswer, type ObservedMessage } from '#mcp';
import { Offers } from '#tools';
import { BoundedValues, OTHER } from '../conventions/bounded-values.ts';
import { errorTypeOfServer } from '../conventions/error-type.ts';
import { DURATION_BUCKETS } from './duration-buckets.ts';
import { MetricsRegistry } from './metrics-registry.ts';

/** Methods that agents may send, with room for those of revisions to come. */
const MAX_METHODS = 50;
const MAX_TARGETS = 1_000;

/** Maximum number of answers that wait to be measured. */
const WAITING = 256;

/**
 * Measures every request of agents, by the OpenTelemetry conventions for MCP. They count what the protocol sees: an
 * unknown tool is an error of the agent there, and a failed call in the events.
 *
 * An agent waits while its answer is observed, so answers are only collected then. They are measured many at a time, which
 * costs each a fraction of what it costs between other work, and before the metrics are read.
 */
@Injectable()
export class RequestMetrics {
  readonly #methods = new BoundedValues(MAX_METHODS);
  readonly #targets = new BoundedValues(MAX_TARGETS);
  readonly #duration;
  #waiting: ObservedAnswer[] = [];

  constructor(
    registry: MetricsRegistry,
    observation: Observation,
    private readonly offers: Offers,
  ) {
    this.#duration = registry.tracedHistogram(
      'mcp_server_operation_duration_seconds',
      'Duration of the requests of agents, from their arrival to their answer.',
      {
        labelNames: [
          'mcp_method_name',
          'gen_ai_operation_name',
          'gen_ai_tool_name',
          'gen_ai_prompt_name',
          'error_type',
          'rpc_response_status_code',
        ],
        buckets: DURATION_BUCKETS,
        beforeRead: () => this.#measureWaiting(),
      },
    );
    observation.listen({ name: 'metrics', kinds: ['answer'], message: (message) => this.#observe(message) });
  }

  #observe(message: ObservedMessage): void {
    // The answer to a request of an agent goes out.
    if (message.kind !== 'answer' || message.direction !== 'out') return;
    // What leads to a trace names the time at which it is measured.
    if (message.tracedAs !== undefined) return this.#measure(message);
    this.#waiting.push(message);
    if (this.#waiting.length >= WAITING) this.#measureWaiting();
  }

  #measureWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const answer of waiting) this.#measure(answer);
  }

  #measure(answer: ObservedAnswer): void {
    const { method, durationMs, tracedAs } = answer;
    this.#duration.observe({
      labels: { mcp_method_name: this.#methods.of(method), ...this.#target(answer), ...errorOf(answer) },
      value: durationMs / 1_000,
      // Leads from a slow bucket to the trace of a request in it.
      ...(tracedAs !== undefined && { exemplarLabels: { trace_id: tracedAs } }),
    });
  }

  #target({ method, target = '' }: ObservedAnswer) {
    switch (method) {
      case 'tools/call': {
        const tool = this.offers.offersTool(target) ? this.#targets.of(target) : OTHER;
        return { gen_ai_operation_name: 'execute_tool', gen_ai_tool_name: tool };
      }
      case 'prompts/get':
        return { gen_ai_prompt_name: this.#targets.of(target) };
      default:
        return {};
    }
  }
}

function errorOf(answer: ObservedAnswer) {
  const { code } = answer;
  const type = errorTypeOfServer(answer);
  return {
    ...(code !== undefined && { rpc_response_status_code: String(code) }),
    ...(type !== undefined && { error_type: type }),
  };
}
