import type { IncomingMessage } from 'node:http';
import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { isAnswer, isRequest, type RawMessage } from '#tools';
import type { Observer } from './observer.ts';
import { ObservedCall } from './observed-call.ts';
import type { ObservedClient } from './observed-client.ts';
import { RequestObservation } from './request-observation.ts';

/** Observes the messages of one client. */
export class ConnectionObservation {
  /**
   * Requests of the server that the agent has not answered, while there are listeners. They are few, and none
   * outlives the connection.
   */
  readonly #asked = new Map<RequestId, RequestObservation>();

  constructor(
    private readonly client: ObservedClient,
    private readonly observation: Observer,
  ) {}

  /** Observes a request of the agent. `cancel` answers the agent and aborts the request. */
  request(
    raw: RawMessage,
    message: JSONRPCRequest,
    http: IncomingMessage,
    cancel: (text: string) => void,
  ): RequestObservation | undefined {
    if (message.method !== 'tools/call' && !this.observation.isListened) return undefined;
    try {
      return this.#begin(raw, message, http, cancel);
    } catch (error) {
      this.observation.report(error);
      return undefined;
    }
  }

  /** Observes a notification of the agent, or its answer to a request of the server. */
  received(raw: RawMessage): void {
    if (this.observation.isListened) this.observation.quietly(() => this.#pass(raw, 'in'));
  }

  /**
   * Observes a notification or request before it goes to the agent. Returns the message to send: a traced request
   * carries the context of its span.
   */
  sent(raw: RawMessage): RawMessage {
    if (!this.observation.isListened) return raw;
    return this.observation.quietly(() => this.#pass(raw, 'out')) ?? raw;
  }

  /** Observes that the connection is closed: the agent answers no more. */
  closed(): void {
    for (const asked of this.#asked.values()) asked.abandoned();
    this.#asked.clear();
  }

  #begin(
    raw: RawMessage,
    message: JSONRPCRequest,
    http: IncomingMessage,
    cancel: (text: string) => void,
  ): RequestObservation {
    const { observation, client } = this;
    // The span begins first: the events of the call name its trace.
    const span = observation.isTraced
      ? observation.beginSpan({ direction: 'in', message, client, http })
      : undefined;
    const call =
      message.method === 'tools/call'
        ? ObservedCall.begin(raw, message, client, observation, cancel, span?.traceId)
        : undefined;
    if (call) span?.setCall(call.callId);
    return new RequestObservation(raw, message, 'in', client, observation, { call, span });
  }

  #pass(raw: RawMessage, direction: 'in' | 'out'): RawMessage {
    const { message } = raw;
    if (isRequest(message)) return this.#ask(raw, message);
    if (isAnswer(message)) this.#answered(raw, message.id);
    else this.#notified(raw, message, direction);
    return raw;
  }

  #ask(raw: RawMessage, message: JSONRPCRequest): RawMessage {
    const { client, observation } = this;
    const span = observation.beginSpan({ direction: 'out', message, client });
    const sent = span ? raw.withMeta({ ...span.context }) : raw;
    this.#asked.set(message.id, new RequestObservation(sent, message, 'out', client, observation, { span }));
    return sent;
  }

  #answered(raw: RawMessage, id: RequestId | undefined): void {
    if (id === undefined) return;
    this.#asked.get(id)?.answered(raw);
    this.#asked.delete(id);
  }

  #notified(raw: RawMessage, message: JSONRPCMessage & { method: string }, direction: 'in' | 'out'): void {
    const { method } = message;
    if (this.observation.hears('notification')) {
      const { era, sessionId, tenantId, principalId } = this.client;
      const { bytes } = raw;
      const about = { era, sessionId, tenantId, principalId };
      this.observation.deliver({ kind: 'notification', ...about, method, direction, bytes });
    }
    if (method !== 'notifications/cancelled' || direction === 'in') return;
    const { requestId } = ((message as { params?: object }).params ?? {}) as { requestId?: RequestId };
    if (requestId === undefined) return;
    this.#asked.get(requestId)?.abandoned();
    this.#asked.delete(requestId);
  }
}
