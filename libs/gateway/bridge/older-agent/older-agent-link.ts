import {
  SUBSCRIPTION_ID_META_KEY,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { cancellationOf, isAnswer, isRequest, RawMessage } from '#tools';
import type { UpstreamFault } from '../../link/upstream-fault.ts';
import type {
  LinkListener,
  LinkOwner,
  MessageHeaders,
  UpstreamLink,
  UpstreamTransport,
} from '../../link/upstream-link.ts';
import { cancellation, errorAnswer, resultAnswer } from '../../link/messages.ts';
import { metaOf, withEnvelope, type Envelope } from '../modern-envelope.ts';
import { initializeAnswer } from './initialize-answer.ts';
import {
  askedRound,
  faultOfAsking,
  inputRequiredBy,
  refusedInput,
  retryOf,
  takeResponse,
} from './input-rounds.ts';
import { OlderRequests, type OlderRequest } from './older-request.ts';
import { UpstreamListening, type ListeningFilter } from './upstream-listening.ts';

/**
 * A session of the older era before an upstream of revision 2026-07-28. Each request states what the session has stated
 * once; what the upstream asks for in its answers is asked of the agent in requests.
 */
export class OlderAgentLink implements UpstreamLink, LinkListener {
  readonly #requests = new OlderRequests();
  readonly #listening = new UpstreamListening((message) => this.#sendStated(message, {}));
  #envelope: Envelope = { clientInfo: {}, capabilities: {} };
  #capabilities: Capabilities = {};
  #ids = 0;
  #up: UpstreamLink | undefined;

  private constructor(private readonly listener: LinkListener) {}

  /** Opens a link of the older era. `open` opens one to the upstream. */
  static async open(
    owner: LinkOwner,
    listener: LinkListener,
    open: UpstreamTransport['open'],
  ): Promise<UpstreamLink> {
    const link = new OlderAgentLink(listener);
    link.#up = await open('modern', owner, link);
    return link;
  }

  async send(raw: RawMessage, headers: MessageHeaders = {}): Promise<void> {
    const { message } = raw;
    if (isAnswer(message)) return this.#answered(message);
    if (isRequest(message)) return this.#request(raw, message, headers);
    return this.#notified(message);
  }

  async close(): Promise<void> {
    this.#listening.close();
    await this.#up?.close();
  }

  async message(raw: RawMessage, relatedTo?: RequestId): Promise<void> {
    const { message } = raw;
    if (this.#listening.take(message)) return;
    if (isAnswer(message)) return this.#answer(raw, message.id);
    if (isRequest(message))
      return this.#up?.send(errorAnswer(message.id, JSON_RPC.methodNotFound, 'Method not found'));
    const related = this.#requests.ofUpstream(relatedTo)?.request.id;
    return this.listener.message(withoutSubscription(raw), related);
  }

  closed(fault?: UpstreamFault): void {
    this.#listening.close();
    this.listener.closed(fault);
  }

  async #request(raw: RawMessage, request: JSONRPCRequest, headers: MessageHeaders): Promise<void> {
    const { id, method, params = {} } = request;
    switch (method) {
      case 'initialize':
        this.#envelope = { clientInfo: params['clientInfo'], capabilities: params['capabilities'] ?? {} };
        return this.#pass(
          RawMessage.of({ jsonrpc: '2.0', id, method: 'server/discover' }),
          request,
          headers,
          (answer) => this.#discovered(answer, params['protocolVersion']),
        );
      case 'ping':
        return this.listener.message(resultAnswer(id, {}));
      case 'logging/setLevel':
        this.#envelope = { ...this.#envelope, logLevel: params['level'] };
        return this.listener.message(resultAnswer(id, {}));
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        return this.#subscribe(id, params['uri'], method === 'resources/subscribe');
      default:
        return this.#pass(raw, request, headers, (answer) => answer);
    }
  }

  async #pass(
    raw: RawMessage,
    request: JSONRPCRequest,
    headers: MessageHeaders,
    answer: OlderRequest['answer'],
  ): Promise<void> {
    this.#requests.add({ raw, request, headers, answer, upstreamId: request.id, rounds: 0 });
    await this.#sendStated(raw, headers);
  }

  async #sendStated(raw: RawMessage, headers: MessageHeaders): Promise<void> {
    await this.#up?.send(isRequest(raw.message) ? withEnvelope(raw, this.#envelope) : raw, headers);
  }

  #discovered(answer: RawMessage, wanted: unknown): RawMessage {
    const { message } = answer;
    if ('result' in message)
      this.#capabilities = (message.result as { capabilities?: Capabilities } | null)?.capabilities ?? {};
    return initializeAnswer(answer, wanted);
  }

  async #notified(message: JSONRPCNotification): Promise<void> {
    const cancelled = cancellationOf(message);
    if (cancelled) return this.#cancelled(cancelled.requestId, cancelled.reason);
    // The newer era has no other notification of a client.
    if (message.method !== 'notifications/initialized') return;
    const filter = filterOf(this.#capabilities);
    if (Object.keys(filter).length > 0) await this.#listening.listen(filter).catch(() => undefined);
  }

  async #cancelled(id: RequestId, reason: string): Promise<void> {
    const request = this.#requests.ofAgent(id);
    if (!request) return;
    this.#requests.remove(request);
    for (const asked of request.asked?.keys.keys() ?? [])
      await this.listener.message(cancellation(asked, reason));
    if (!request.asked) await this.#up?.send(cancellation(request.upstreamId, reason));
  }

  async #subscribe(id: RequestId, uri: unknown, isWanted: boolean): Promise<void> {
    if (typeof uri !== 'string')
      return this.listener.message(errorAnswer(id, JSON_RPC.invalidParams, '"params.uri" must be a string'));
    const { resourceSubscriptions = [], ...lists } = this.#listening.filter;
    const others = resourceSubscriptions.filter((other) => other !== uri);
    const uris = isWanted ? [...others, uri] : others;
    try {
      await this.#listening.listen({ ...lists, ...(uris.length > 0 && { resourceSubscriptions: uris }) });
      await this.listener.message(resultAnswer(id, {}));
    } catch (error) {
      await this.listener.message(errorAnswer(id, JSON_RPC.serverError, textOf(error)));
    }
  }

  async #answer(raw: RawMessage, id: RequestId | undefined): Promise<void> {
    const request = this.#requests.ofUpstream(id);
    if (!request) return;
    const asked = inputRequiredBy(raw);
    const fault = asked && faultOfAsking(asked, request.rounds);
    if (asked && fault === undefined) return this.#ask(request, asked);
    this.#requests.remove(request);
    const { id: agentId } = request.request;
    if (fault !== undefined) return this.listener.message(errorAnswer(agentId, JSON_RPC.serverError, fault));
    await this.listener.message(request.answer(id === agentId ? raw : raw.withId(agentId)));
  }

  async #ask(request: OlderRequest, wanted: NonNullable<ReturnType<typeof inputRequiredBy>>): Promise<void> {
    request.rounds += 1;
    const { round, requests } = askedRound(wanted, () => this.#newId('input'));
    request.asked = round;
    // Its answer may take long, and nothing is read from the upstream while a message is being taken.
    void round.complete.promise.then(() => this.#retry(request));
    if (requests.length === 0) round.complete.resolve();
    for (const asking of requests) await this.listener.message(asking, request.request.id);
  }

  async #answered(response: Parameters<typeof takeResponse>[1]): Promise<void> {
    const request = response.id === undefined ? undefined : this.#requests.thatAsked(response.id);
    if (!request?.asked) return;
    const taken = takeResponse(request.asked, response);
    if (taken === 'complete') request.asked.complete.resolve();
    if (typeof taken === 'string') return;
    this.#requests.remove(request);
    await this.listener.message(refusedInput(request, taken.error));
  }

  async #retry(request: OlderRequest): Promise<void> {
    const { asked } = request;
    if (!asked) return;
    delete request.asked;
    this.#requests.renumber(request, this.#newId('retry'));
    try {
      await this.#sendStated(retryOf(request, asked).withId(request.upstreamId), request.headers);
    } catch (error) {
      if (this.#requests.ofAgent(request.request.id) !== request) return;
      this.#requests.remove(request);
      await this.listener.message(errorAnswer(request.request.id, JSON_RPC.serverError, textOf(error)));
    }
  }

  #newId(of: 'input' | 'retry'): string {
    this.#ids += 1;
    return `${of}-${this.#ids}`;
  }
}

type Capabilities = Partial<Record<'tools' | 'prompts' | 'resources', { listChanged?: unknown }>>;

/** Everything that the upstream can tell without being asked for it. */
function filterOf({ tools, prompts, resources }: Capabilities): ListeningFilter {
  return {
    ...(tools?.listChanged === true && { toolsListChanged: true }),
    ...(prompts?.listChanged === true && { promptsListChanged: true }),
    ...(resources?.listChanged === true && { resourcesListChanged: true }),
  };
}

/** The notification as the older era knows it. */
function withoutSubscription(raw: RawMessage): RawMessage {
  const { [SUBSCRIPTION_ID_META_KEY]: subscription, ...others } = metaOf(raw.message);
  return subscription === undefined ? raw : raw.withMember(['params', '_meta'], others);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
