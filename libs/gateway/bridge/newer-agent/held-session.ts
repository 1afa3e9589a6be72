import {
  LATEST_PROTOCOL_VERSION,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { cancellationOf, isAnswer, isRequest, RawMessage } from '#tools';
import { UpstreamFault } from '../../link/upstream-fault.ts';
import type { LinkListener, MessageHeaders, UpstreamLink } from '../../link/upstream-link.ts';
import { cancellation, errorAnswer, INITIALIZED, resultAnswer } from '../../link/messages.ts';
import { OwnRequests } from '../../link/own-requests.ts';
import { SubscribedResources } from '../../link/subscribed-resources.ts';
import { envelopeOf, metaOf, withoutEnvelope, type Envelope } from '../modern-envelope.ts';
import { HeldCall, type WaitingAgent } from './held-call.ts';
import { HeldCalls } from './held-calls.ts';
import type { Initialized } from './modern-answer.ts';
import { NewerListening } from './newer-listening.ts';

/** How many questions of one request may wait for the agent. */
const MAX_QUESTIONS = 100;

/** The requests of an upstream that ask the agent for input. */
const QUESTIONS = ['elicitation/create', 'sampling/createMessage', 'roots/list'];

/**
 * A session of an upstream of the older era, which an agent of revision 2026-07-28 uses with many requests. It ends when it
 * is idle, not with a request.
 */
export class HeldSession implements LinkListener {
  readonly #calls = new HeldCalls((call) => void this.#abandon(call, 'The agent has not answered in time'));
  readonly #listenings = new Map<LinkListener, NewerListening>();
  readonly #own = new OwnRequests((message, headers) => this.#send(message, headers));
  readonly #resources = new SubscribedResources((method, uri) => this.#own.ask(method, { uri }));
  #link: UpstreamLink | undefined;
  #initialized: Initialized = {};
  #logLevel: unknown;
  #calledAt = performance.now();

  /** `newState` makes the state that names a call to its agent; `onEnd` is told when the upstream has ended the session. */
  constructor(
    private readonly newState: () => string,
    private readonly onEnd: () => void,
  ) {}

  /** What the upstream has said about itself. */
  get initialized(): Initialized {
    return this.#initialized;
  }

  /** Milliseconds since the last request, if none is open. */
  get idleMs(): number {
    const isIdle = this.#calls.size === 0 && this.#listenings.size === 0;
    return isIdle ? performance.now() - this.#calledAt : 0;
  }

  /** Begins the session over a link. Rejects with an `UpstreamFault`. */
  async begin(
    link: UpstreamLink,
    { clientInfo, capabilities }: Envelope,
    headers: MessageHeaders,
  ): Promise<void> {
    this.#link = link;
    const params = { protocolVersion: LATEST_PROTOCOL_VERSION, clientInfo, capabilities };
    this.#initialized = await this.#own.ask('initialize', params, headers);
    await this.#send(INITIALIZED, headers);
  }

  /** Passes a request of the agent up. Its answer goes to the agent's link. Rejects with an `UpstreamFault`. */
  async ask(
    raw: RawMessage,
    request: JSONRPCRequest,
    listener: LinkListener,
    headers: MessageHeaders,
  ): Promise<void> {
    await this.#setLogLevel(envelopeOf(request).logLevel, headers);
    const agent = { id: request.id, listener };
    const call = new HeldCall(this.#own.newId(), request, this.newState(), this.#initialized, agent);
    this.#calls.add(call);
    try {
      await this.#send(olderRequest(raw, call.id), headers);
    } catch (error) {
      this.#calls.remove(call);
      // Another request of the agent may wait by now, because this one was answered with a question.
      if (call.agent && call.agent.listener !== listener) call.agent.listener.closed(error as UpstreamFault);
      else throw error;
    }
  }

  /** Goes on with a call whose agent is back with answers. Returns whether there is such a call. */
  async resume(
    state: string,
    agent: WaitingAgent,
    responses: Record<string, unknown>,
    headers: MessageHeaders,
  ): Promise<boolean> {
    const call = this.#calls.ofState(state);
    if (!call) return false;
    const answers = call.resume(agent, responses);
    this.#calls.settle(call);
    for (const [id, response] of answers) await this.#send(resultAnswer(id, response as object), headers);
    return true;
  }

  /** Begins a stream of changes. Rejects with the upstream's refusal. */
  async listen(request: JSONRPCRequest, listener: LinkListener): Promise<void> {
    const listening = new NewerListening(request, listener);
    this.#listenings.set(listener, listening);
    await this.#resources.add(listening.uris);
    listening.acknowledge();
  }

  /** The agent has gone: what only it waits for is cancelled. Calls that wait for its input stay. */
  async leave(listener: LinkListener, reason: string): Promise<void> {
    const listening = this.#listenings.get(listener);
    this.#listenings.delete(listener);
    if (listening) await this.#resources.remove(listening.uris);
    const left = this.#calls.all.filter(({ agent }) => agent?.listener === listener);
    await Promise.all(left.map((call) => this.#abandon(call, reason)));
  }

  async message(raw: RawMessage, relatedTo?: RequestId): Promise<void> {
    const { message } = raw;
    this.#calledAt = performance.now();
    if (isAnswer(message)) return this.#answered(raw, message.id);
    if (isRequest(message)) return this.#asked(message, relatedTo);
    return this.#notified(raw, message, relatedTo);
  }

  closed(fault?: UpstreamFault): void {
    this.onEnd();
    this.#fail(fault ?? new UpstreamFault('CLOSED', 'It has ended the session.'));
  }

  /** Ends the session, and resolves when it has been cleaned up. */
  async close(): Promise<void> {
    this.#fail(new UpstreamFault('CLOSED', 'Its session has been ended.'));
    await this.#link?.close();
  }

  async #send(message: RawMessage, headers: MessageHeaders = {}): Promise<void> {
    this.#calledAt = performance.now();
    await this.#link?.send(message, headers);
  }

  async #setLogLevel(level: unknown, headers: MessageHeaders): Promise<void> {
    if (level === undefined || level === this.#logLevel || !this.#initialized.capabilities?.['logging'])
      return;
    this.#logLevel = level;
    await this.#own.ask('logging/setLevel', { level }, headers).catch(() => undefined);
  }

  #answered(raw: RawMessage, id: RequestId | undefined): void {
    if (this.#own.take(raw.message, id)) return;
    const call = this.#calls.get(id);
    call?.answer(raw);
    if (call) this.#calls.settle(call);
  }

  async #asked(question: JSONRPCRequest, relatedTo: RequestId | undefined): Promise<void> {
    const { id, method } = question;
    if (method === 'ping') return this.#send(resultAnswer(id, {}));
    if (!QUESTIONS.includes(method))
      return this.#send(errorAnswer(id, JSON_RPC.methodNotFound, 'Method not found'));
    const call = this.#calls.get(relatedTo) ?? this.#calls.latestAwaited;
    if (call && call.unanswered.length >= MAX_QUESTIONS)
      return this.#send(errorAnswer(id, JSON_RPC.serverError, `${MAX_QUESTIONS} questions are unanswered`));
    if (!call)
      return this.#send(
        errorAnswer(id, JSON_RPC.serverError, 'No request of the agent could carry this one'),
      );
    call.ask(question);
    this.#calls.settle(call);
  }

  async #notified(
    raw: RawMessage,
    message: JSONRPCNotification,
    relatedTo: RequestId | undefined,
  ): Promise<void> {
    const { method, params } = message;
    const cancelled = cancellationOf(message);
    if (cancelled) return this.#calls.thatAsked(cancelled.requestId)?.withdraw(cancelled.requestId);
    if (method === 'notifications/progress') return this.#progressed(raw, params?.['progressToken']);
    for (const listening of this.#listenings.values()) listening.take(message);
    if (method !== 'notifications/message') return;
    const call = this.#calls.get(relatedTo) ?? this.#calls.latestAwaited;
    // An agent that has not asked for log messages gets none.
    if (call?.agent && envelopeOf(call.request).logLevel !== undefined)
      await call.agent.listener.message(raw, call.agent.id);
  }

  async #progressed(raw: RawMessage, token: unknown): Promise<void> {
    const call = typeof token === 'number' ? this.#calls.get(token) : undefined;
    if (!call?.agent) return;
    const { progressToken } = metaOf(call.request);
    await call.agent.listener.message(
      raw.withMember(['params', 'progressToken'], progressToken),
      call.agent.id,
    );
  }

  async #abandon(call: HeldCall, reason: string): Promise<void> {
    this.#calls.remove(call);
    await this.#send(cancellation(call.id, reason)).catch(() => undefined);
  }

  #fail(fault: UpstreamFault): void {
    this.#own.fail(fault);
    const waiting = new Set(this.#listenings.keys());
    this.#listenings.clear();
    for (const { agent } of this.#calls.takeAll()) if (agent) waiting.add(agent.listener);
    for (const listener of waiting) listener.closed(fault);
  }
}

/** A request of the agent under another id, as the older era knows it. Tokens of progress are unique like the ids. */
function olderRequest(raw: RawMessage, id: number): RawMessage {
  const older = withoutEnvelope(raw).withId(id);
  return metaOf(older.message)['progressToken'] === undefined
    ? older
    : older.withMember(['params', '_meta', 'progressToken'], id);
}
