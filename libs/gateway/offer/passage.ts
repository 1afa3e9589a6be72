import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import {
  cancellationOf,
  isAnswer,
  isRequest,
  progressStepOf,
  type RawMessage,
  type MessageOrigin,
  type OfferClient,
  type OpenOffer,
} from '#tools';
import type { Upstream } from '../life/upstream.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import { cancellation, errorAnswer, resultAnswer } from '../link/messages.ts';
import type { LinkListener, MessageHeaders, UpstreamLink } from '../link/upstream-link.ts';
import { agentHeaders } from './agent-headers.ts';
import { faultAnswer, faultOf } from './fault-answer.ts';
import type { ListedTools } from './listed-tools.ts';
import { OpenRequests, type OpenRequest } from './open-requests.ts';
import { answerAbout, asUnknownTool, deniedToolOf, permittedList } from './permitted-tools.ts';

/**
 * The way of one client's messages to an upstream of its era, and back. Messages pass as they are, in both directions. A
 * request that the upstream does not answer is answered with its fault.
 */
export class Passage implements OpenOffer, LinkListener {
  readonly #requests: OpenRequests;
  readonly #link: Promise<UpstreamLink>;
  /** The link, once it is open. Messages do not wait then. */
  #opened: UpstreamLink | undefined;
  /** Why the link has ended. */
  #end: UpstreamFault | undefined;
  #isClosed = false;

  constructor(
    private readonly client: OfferClient,
    private readonly upstream: Upstream,
    private readonly tools: ListedTools,
  ) {
    this.#requests = new OpenRequests(upstream.options.timeoutMs, (request) => this.#timedOut(request));
    const { tenantId, principalId, isOfSeveral = false } = client;
    this.#link = upstream.open(client.era, { tenantId, principalId, isOfSeveral }, this);
    // A message that needs the link tells the agent.
    this.#link.then(
      (link) => (this.#opened = link),
      () => undefined,
    );
  }

  receive(raw: RawMessage, origin?: MessageOrigin): void {
    const { message } = raw;
    let deniedTool: string | undefined;
    if (isRequest(message)) {
      deniedTool = deniedToolOf(message, this.client.mayUse);
      this.#requests.add(message, { call: origin?.call, deniedTool });
      // Whatever the answer says, the arguments have reached the tool.
      origin?.call?.enter();
    }
    const cancelled = cancellationOf(message);
    if (cancelled) this.#requests.remove(cancelled.requestId);
    const passed = deniedTool === undefined ? raw : asUnknownTool(raw);
    void this.#pass(passed, agentHeaders(origin?.http, this.client.era, this.upstream.options.auth));
  }

  /** Ends the link, and sends nothing to the client any more. The upstream waits at shutdown for what is left of it. */
  close(): void {
    this.#isClosed = true;
    this.#requests.takeAll();
    void this.#link.then((link) => link.close()).catch(() => undefined);
  }

  message(raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    if (this.#isClosed) return undefined;
    return isAnswer(raw.message) ? this.#answer(raw, raw.message.id) : this.#forward(raw, relatedTo);
  }

  closed(fault?: UpstreamFault): void {
    this.#end = fault ?? new UpstreamFault('CLOSED', 'It has ended the connection.');
    for (const { request } of this.#requests.takeAll()) this.#fail(request, this.#end);
  }

  async #forward(raw: RawMessage, relatedTo?: RequestId): Promise<void> {
    const { message } = raw;
    const related = this.#observe(message) ?? relatedTo ?? this.#relationOf(message);
    // It asks whether the connection lasts. An agent that does not listen would never answer.
    if (related === undefined && isPing(message) && this.client.isListening === false)
      return this.#pass(resultAnswer(message.id, {}), {});
    try {
      await this.client.send(raw, related);
    } catch (error) {
      if (isRequest(message)) await this.#refuse(message, error);
    }
  }

  async #pass(raw: RawMessage, headers: MessageHeaders): Promise<void> {
    const { message } = raw;
    try {
      if (this.#end) throw this.#end;
      const link = this.#opened ?? (await this.#link);
      // It was cancelled while the link was opened.
      if (isRequest(message) && !this.#requests.has(message.id)) return;
      await link.send(raw, headers);
    } catch (error) {
      if (isRequest(message) && this.#requests.remove(message.id)) this.#fail(message, faultOf(error));
    }
  }

  /** Nothing has to wait for an answer: none follows that belongs to the same request. */
  #answer(raw: RawMessage, id: RequestId | undefined): void {
    const open = this.#requests.remove(id);
    if (!open) return;
    try {
      void this.client.send(this.#answerFor(open, raw));
    } catch (error) {
      this.#fail(open.request, faultOf(error));
    }
  }

  /** The answer as the agent may have it. Throws for a list that cannot be read, whose changes nobody could tell. */
  #answerFor({ request, deniedTool }: OpenRequest, raw: RawMessage): RawMessage {
    if (deniedTool !== undefined) return answerAbout(deniedTool, raw);
    if (request.method !== 'tools/list') return raw;
    this.tools.listed(raw, request.params?.['cursor'], this.client.era);
    return permittedList(raw, this.client.mayUse);
  }

  #fail(request: JSONRPCRequest, fault: UpstreamFault): void {
    if (this.#isClosed) return;
    const refusal = this.upstream.passesCredentials ? fault.refusal : undefined;
    void this.client.send(faultAnswer(request, this.upstream.name, fault), undefined, refusal);
  }

  #timedOut({ request, call }: OpenRequest): void {
    const text = `It has not answered within ${this.upstream.options.timeoutMs} ms.`;
    call?.explain({ kind: 'timeout', error: text });
    this.#fail(request, new UpstreamFault('TIMEOUT', text, { wasSent: true }));
    void this.#pass(cancellation(request.id, text), {});
  }

  /** Notes what a notification says. Returns the request that a step of progress belongs to. */
  #observe(message: JSONRPCMessage): RequestId | undefined {
    const { method, params } = message as { method: string; params?: { progressToken?: unknown } };
    if (method === 'notifications/tools/list_changed') this.tools.changed();
    if (method !== 'notifications/progress') return undefined;
    const open = this.#requests.progressed(params?.progressToken);
    const step = open && progressStepOf(params);
    if (step) open.call?.progress(step);
    return open?.request.id;
  }

  /** The request in flight that a message belongs to, where the transport does not tell. */
  #relationOf(message: JSONRPCMessage): RequestId | undefined {
    const { method } = message as { method: string };
    if (this.client.era === 'modern') return this.#requests.last?.request.id;
    // Not every client has a stream open for what belongs to no request.
    const isAnywhere = isRequest(message) || method === 'notifications/message';
    return isAnywhere ? this.#requests.last?.request.id : undefined;
  }

  /** Tells the upstream that its request cannot reach the client. */
  async #refuse({ id }: JSONRPCRequest, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : 'The client cannot be reached';
    await this.#pass(errorAnswer(id, JSON_RPC.serverError, message), {});
  }
}

function isPing(message: JSONRPCMessage): message is JSONRPCRequest {
  return isRequest(message) && message.method === 'ping';
}
