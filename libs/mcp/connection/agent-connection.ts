import type { IncomingMessage } from 'node:http';
import type { JSONRPCRequest, JSONRPCResponse, RequestId } from '@modelcontextprotocol/server';
import type { ClientInfo, SessionId } from '#contract';
import type { ToolTest } from '#edge';
import {
  cancellationOf,
  isAnswer,
  isRequest,
  RawMessage,
  type Era,
  type HttpRefusal,
  type Offer,
  type OfferClient,
  type OpenOffer,
} from '#tools';
import type { ConnectionObservation } from '../observation/connection-observation.ts';
import type { Observation } from '../observation/observation.ts';
import type { AgentStream } from './agent-stream.ts';
import { answerWithJson, cancelledAnswer, errorAnswer } from './answers.ts';
import {
  NumberedRequests,
  SingleRequest,
  type PendingRequest,
  type PendingRequests,
} from './pending-requests.ts';

/** The client that a connection belongs to. */
export interface ConnectionIdentity {
  era: Era;
  sessionId: SessionId;
  tenantId: string;
  principalId: string;
  client: ClientInfo;
  /** What the client is offered. */
  offer: Offer;
  /** Whether the agent may see and call a tool; undefined when it may use all. */
  mayUse?: ToolTest;
}

/**
 * Connects one agent to the offer. Every message of both eras passes through here, in both directions, and is
 * observed here.
 */
export class AgentConnection implements OfferClient {
  readonly era: Era;
  readonly sessionId: SessionId;
  readonly tenantId: string;
  readonly principalId: string;
  readonly client: ClientInfo;
  readonly mayUse: ToolTest | undefined;
  readonly #pending: PendingRequests;
  readonly #observed: ConnectionObservation;
  #offer: OpenOffer | undefined;
  #isClosed = false;

  /** `standalone` carries messages that belong to no request. Without it, such messages are dropped. */
  constructor(
    private readonly identity: ConnectionIdentity,
    observation: Observation,
    private readonly standalone?: AgentStream,
  ) {
    this.era = identity.era;
    this.sessionId = identity.sessionId;
    this.tenantId = identity.tenantId;
    this.principalId = identity.principalId;
    this.client = identity.client;
    this.mayUse = identity.mayUse;
    this.#pending = identity.era === 'legacy' ? new NumberedRequests() : new SingleRequest();
    this.#observed = observation.of(identity);
  }

  get isListening(): boolean {
    return this.standalone?.isOpen ?? true;
  }

  async open(): Promise<void> {
    const offer = await this.identity.offer.open(this);
    if (this.#isClosed) offer.close();
    else this.#offer = offer;
  }

  /** Receives a message of the agent. Its answer, and every message that belongs to it, goes to `stream`. */
  receive(raw: RawMessage, http: IncomingMessage, stream: AgentStream): void {
    const { message } = raw;
    if (isRequest(message)) return this.#request(raw, message, http, stream);
    const cancelled = cancellationOf(message);
    if (cancelled) return this.#cancelledByAgent(raw, cancelled, http);
    this.#observed.received(raw);
    this.#offer?.receive(raw, { message, http });
  }

  async send(raw: RawMessage, relatedTo?: RequestId, refusal?: HttpRefusal): Promise<void> {
    const { message } = raw;
    if (isAnswer(message)) return this.#answer(raw, message, refusal);
    const request = relatedTo === undefined ? undefined : this.#pending.get(relatedTo);
    const stream = relatedTo === undefined ? this.standalone : request?.stream;
    // The request is already answered, so nobody reads what belongs to it.
    if (!stream) return;
    request?.observed?.accompanied();
    await stream.send(this.#observed.sent(raw));
  }

  /** Answers every pending request with an error, and tells the offer to abort it. */
  failPending(reason: string): void {
    for (const request of this.#pending.list())
      this.#cancel(request, reason, errorAnswer(request.agentId, reason));
  }

  /** Closes the connection. Every pending request is answered with an error that states the reason. */
  close(reason: string): void {
    this.#isClosed = true;
    for (const request of this.#pending.list()) {
      if (!this.#pending.remove(request)) continue;
      const answer = errorAnswer(request.agentId, reason);
      request.observed?.cancelled(reason, answer);
      request.stream.settle(answer);
    }
    this.#offer?.close();
    this.#observed.closed();
  }

  #request(raw: RawMessage, message: JSONRPCRequest, http: IncomingMessage, stream: AgentStream): void {
    const request = this.#pending.add(message.id, stream);
    const cancel = (text: string): void => this.#cancel(request, text, cancelledAnswer(message, text));
    const observed = this.#observed.request(raw, message, http, cancel);
    if (observed) request.observed = observed;
    const call = observed?.call;
    const asked = request.id === message.id ? raw : raw.withId(request.id);
    const origin = call ? { message, http, call } : { message, http };
    const ask = (): void => this.#offer?.receive(asked, origin);
    if (observed?.span) observed.span.run(ask);
    else ask();
  }

  #answer(raw: RawMessage, message: JSONRPCResponse, refusal?: HttpRefusal): void {
    const request = message.id === undefined ? undefined : this.#pending.get(message.id);
    if (!request || !this.#pending.remove(request)) return;
    const { id, agentId, observed, stream } = request;
    const answer = answerWithJson(id === agentId ? raw : raw.withId(agentId), agentId, observed?.call);
    observed?.answered(answer);
    stream.settle(answer, refusal);
  }

  /** Cancels a request on the server's initiative: the agent gets an answer, and the offer aborts the request. */
  #cancel(request: PendingRequest, reason: string, answer: RawMessage): void {
    if (!this.#pending.remove(request)) return;
    request.observed?.cancelled(reason, answer);
    request.stream.settle(answer);
    const params = { requestId: request.id, reason };
    this.#offer?.receive(RawMessage.of({ jsonrpc: '2.0', method: 'notifications/cancelled', params }));
  }

  #cancelledByAgent(
    raw: RawMessage,
    { requestId, reason }: { requestId: RequestId; reason: string },
    http: IncomingMessage,
  ): void {
    this.#observed.received(raw);
    const request = this.#pending.findByAgentId(requestId);
    if (!request || !this.#pending.remove(request)) return;
    request.observed?.cancelled(reason);
    const { message } = raw;
    this.#offer?.receive(raw.withParam('requestId', request.id), { message, http });
    request.stream.settle();
  }
}
