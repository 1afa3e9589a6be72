import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import { answerFacts, type AnswerFacts } from './answer-facts.ts';
import type { Observer } from './observer.ts';
import type { ObservedCall } from './observed-call.ts';
import type { ObservedClient } from './observed-client.ts';
import type { RequestSpan, TracedEnd } from './request-tracer.ts';
import { traceContextOf } from './trace-context.ts';

/** What else observes a request. */
interface Parts {
  call?: ObservedCall | undefined;
  span?: RequestSpan | undefined;
}

/**
 * Observes one request from its arrival to its only end. A tool call is also published as `tool:*` events, and a traced
 * request has a span.
 */
export class RequestObservation {
  readonly #startedAt = performance.now();
  readonly call: ObservedCall | undefined;
  readonly span: RequestSpan | undefined;
  #isSpanEnded = false;

  constructor(
    raw: RawMessage,
    private readonly request: JSONRPCRequest,
    private readonly direction: 'in' | 'out',
    private readonly client: ObservedClient,
    private readonly observation: Observer,
    { call, span }: Parts,
  ) {
    this.call = call;
    this.span = span;
    if (!observation.hears('request')) return;
    const { bytes } = raw;
    observation.deliver({ kind: 'request', ...this.#facts(), direction, bytes });
  }

  /** Observes the answer before it is sent. */
  answered(raw: RawMessage): void {
    this.observation.quietly(() => {
      const facts = answerFacts(raw);
      this.call?.answered(facts, raw);
      this.#ended(facts, raw);
    });
  }

  /** Observes a cancellation. `answer` is the answer that the agent gets; undefined when the agent itself cancelled. */
  cancelled(reason: string, answer?: RawMessage): void {
    this.observation.quietly(() => {
      this.call?.fail({ kind: 'cancelled', error: reason });
      this.#ended({ outcome: 'cancelled', error: reason }, answer);
    });
  }

  /** Observes a message to the agent that belongs to the request. The first one shows that a stream was accepted. */
  accompanied(): void {
    // The stream may stay open for hours, and its span would not be exported until then.
    if (this.request.method === 'subscriptions/listen') this.#endSpan({ outcome: 'result' });
  }

  /** Observes that nobody waits for the answer any more, and that none will be observed. */
  abandoned(): void {
    this.#endSpan({ outcome: 'cancelled' });
  }

  #endSpan(end: TracedEnd): void {
    if (this.#isSpanEnded) return;
    this.#isSpanEnded = true;
    this.observation.quietly(() => this.span?.end(end), 'A span could not end');
  }

  #ended(facts: AnswerFacts, answer: RawMessage | undefined): void {
    const failure = this.call?.failure;
    this.#endSpan({ ...facts, ...(failure && { failure }) });
    if (!this.observation.hears('answer')) return;
    const bytes = answer?.bytes ?? 0;
    const durationMs = performance.now() - this.#startedAt;
    const direction = this.direction === 'in' ? 'out' : 'in';
    const { outcome, code } = facts;
    const tracedAs = this.span?.traceId;
    const ended = {
      durationMs,
      outcome,
      ...(failure && { failure }),
      ...(code !== undefined && { code }),
      ...(tracedAs !== undefined && { tracedAs }),
    };
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
