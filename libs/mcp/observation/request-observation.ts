import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import { answerFacts, type AnswerFacts } from './answer-facts.ts';
import type { Observer } from './observer.ts';
import type { ObservedCall } from './observed-call.ts';
import type { ObservedClient } from './observed-client.ts';
import { traceContextOf } from './trace-context.ts';

/** Observes one request from its arrival to its only end. A tool call is also published as `tool:*` events. */
export class RequestObservation {
  readonly #startedAt = performance.now();

  constructor(
    raw: RawMessage,
    private readonly request: JSONRPCRequest,
    private readonly direction: 'in' | 'out',
    private readonly client: ObservedClient,
    private readonly observation: Observer,
    readonly call?: ObservedCall,
  ) {
    if (!observation.isListened) return;
    const { bytes } = raw;
    observation.deliver({ kind: 'request', ...this.#facts(), direction, bytes });
  }

  /** Observes the answer before it is sent. */
  answered(raw: RawMessage): void {
    this.observation.quietly(() => {
      const facts = answerFacts(raw);
      this.call?.answered(facts, raw);
      this.#ended(facts, raw.bytes);
    });
  }

  /** Observes a cancellation. `answer` is the answer that the agent gets; undefined when the agent itself cancelled. */
  cancelled(reason: string, answer?: RawMessage): void {
    this.observation.quietly(() => {
      this.call?.fail({ kind: 'cancelled', error: reason });
      this.#ended({ outcome: 'cancelled' }, answer?.bytes ?? 0);
    });
  }

  #ended({ outcome, code }: AnswerFacts, bytes: number): void {
    if (!this.observation.isListened) return;
    const durationMs = performance.now() - this.#startedAt;
    const direction = this.direction === 'in' ? 'out' : 'in';
    const failure = this.call?.failure;
    const ended = { durationMs, outcome, ...(failure && { failure }), ...(code !== undefined && { code }) };
    this.observation.deliver({ kind: 'answer', ...this.#facts(), direction, bytes, ...ended });
  }

  #facts() {
    const { era, sessionId, tenantId, principalId } = this.client;
    const { method, params } = this.request;
    const target = params?.['name'] ?? params?.['uri'];
    const trace = traceContextOf(this.request);
    return {
      era,
      sessionId,
      tenantId,
      principalId,
      method,
      ...(typeof target === 'string' && { target }),
      ...(trace && { trace }),
    };
  }
}
