import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import { answerFacts, type AnswerFacts } from './answer-facts.ts';
import type { ObservedAnswer, ObservedRequestMessage } from './observed-message.ts';
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
    const begun: ObservedRequestMessage = { ...this.#facts(direction, raw.bytes), kind: 'request' };
    if (span?.traceId !== undefined) begun.tracedAs = span.traceId;
    observation.deliver(begun);
  }

  /** Observes the answer before it is sent. */
  answered(raw: RawMessage): void {
    try {
      const facts = answerFacts(raw);
      this.call?.answered(facts, raw);
      this.#ended(facts, raw);
    } catch (error) {
      this.observation.report(error);
    }
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
    const { span } = this;
    if (!span || this.#isSpanEnded) return;
    this.#isSpanEnded = true;
    this.observation.quietly(() => span.end(end), 'A span could not end');
  }

  #ended(facts: AnswerFacts, answer: RawMessage | undefined): void {
    const failure = this.call?.failure;
    if (this.span) this.#endSpan({ ...facts, ...(failure && { failure }) });
    if (!this.observation.hears('answer')) return;
    const { outcome, code } = facts;
    const ended: ObservedAnswer = {
      // First, because V8 copies an object quickly only into an empty one.
      ...this.#facts(this.direction === 'in' ? 'out' : 'in', answer?.bytes ?? 0),
      kind: 'answer',
      durationMs: performance.now() - this.#startedAt,
      outcome,
    };
    const tracedAs = this.span?.traceId;
    if (failure) ended.failure = failure;
    if (code !== undefined) ended.code = code;
    if (this.call?.isOffered === false) ended.offered = false;
    if (tracedAs !== undefined) ended.tracedAs = tracedAs;
    this.observation.deliver(ended);
  }

  #facts(direction: 'in' | 'out', bytes: number): Omit<ObservedRequestMessage, 'kind'> {
    const { era, sessionId, tenantId, principalId } = this.client;
    const { method, params } = this.request;
    const facts: Omit<ObservedRequestMessage, 'kind'> = {
      era,
      sessionId,
      tenantId,
      principalId,
      method,
      direction,
      bytes,
    };
    const target = params?.['name'] ?? params?.['uri'];
    const trace = traceContextOf(this.request);
    if (typeof target === 'string') facts.target = target;
    if (trace) facts.trace = trace;
    return facts;
  }
}
