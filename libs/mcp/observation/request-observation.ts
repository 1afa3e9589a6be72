import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import { answerFacts, type AnswerFacts } from './answer-facts.ts';
import type { Observer } from './observer.ts';
import type { ObservedCall } from './observed-call.ts';
import type { ObservedClient } from './observed-client.ts';
import { traceContextOf } from './trace-context.ts';

/** A request from its coming to its one end. A tool's call among them becomes `tool:*` events. */
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

  /** Its answer is about to go out. */
  answered(raw: RawMessage): void {
    this.observation.quietly(() => {
      const facts = answerFacts(raw);
      this.call?.answered(facts, raw);
      this.#ended(facts, raw.bytes);
    });
  }

  /** It was cancelled; `answer` is what its agent gets, which is nothing when the agent cancelled it. */
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
    const ended = { durationMs, outcome, ...(code !== undefined && { code }) };
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
