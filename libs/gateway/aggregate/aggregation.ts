import { Logger } from '@nestjs/common';
import {
  LATEST_PROTOCOL_VERSION,
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { loggableError } from '#redaction';
import {
  cancellationOf,
  isAnswer,
  isRequest,
  RawMessage,
  type HttpRefusal,
  type MessageOrigin,
  type Offer,
  type OfferClient,
  type OpenOffer,
} from '#tools';
import { errorAnswer, INTERNAL_ERROR, INVALID_PARAMS, METHOD_NOT_FOUND } from '../link/messages.ts';
import { acknowledgementOf } from '../link/stream-of-changes.ts';
import { resultOf, successOf } from './answers.ts';
import type { ListedResources } from './listed-resources.ts';
import type { LongNames } from './long-names.ts';
import { Member, withinDeadline } from './member.ts';
import { LISTS, mergedList } from './merged-list.ts';
import { mergedCapabilities, mergedInstructions } from './merged-server.ts';
import { splitName } from './prefixed-name.ts';
import { QuestionsOfMembers } from './questions-of-members.ts';

const MODERN_VERSIONS = ['2026-07-28'];

/** What an aggregation shares with others. */
interface Shared {
  serverInfo: { name: string; version: string };
  resources: ListedResources;
  longNames: LongNames;
}

/** Several upstreams as one client sees them: it asks those whom a request concerns, and answers what concerns all. */
export class Aggregation implements OpenOffer {
  readonly #logger = new Logger('Gateway');
  readonly #members: readonly Member[];
  readonly #questions = new QuestionsOfMembers();
  /** Whom a request in flight was passed to. */
  readonly #asked = new Map<RequestId, readonly Member[]>();

  constructor(
    private readonly client: OfferClient,
    offers: readonly (readonly [name: string, offer: Offer])[],
    private readonly shared: Shared,
  ) {
    this.#members = offers.map(
      ([name, offer]) =>
        new Member(name, offer, client, (member, message, relatedTo, refusal) =>
          this.#fromMember(member, message, relatedTo, refusal),
        ),
    );
  }

  receive(raw: RawMessage, origin?: MessageOrigin): void {
    const { message } = raw;
    if (isRequest(message)) return void this.#request(raw, message, origin);
    if (isAnswer(message)) return this.#questions.answered(raw);
    const cancelled = cancellationOf(message);
    const concerned = cancelled ? (this.#asked.get(cancelled.requestId) ?? []) : this.#members;
    // Each member is told when its own session has begun.
    if (message.method === 'notifications/initialized') return;
    for (const member of concerned) member.pass(raw, origin);
  }

  close(): void {
    for (const member of this.#members) member.close();
  }

  async #request(raw: RawMessage, request: JSONRPCRequest, origin?: MessageOrigin): Promise<void> {
    const answer = await this.#answerTo(raw, request, origin).catch((error: unknown) => {
      this.#logger.error(loggableError(error));
      return errorAnswer(request.id, INTERNAL_ERROR, 'The gateway has failed: its log has the reason.');
    });
    if (answer) await this.#answer(answer, request.id);
  }

  /** Our own answer; undefined if an upstream answers. */
  async #answerTo(
    raw: RawMessage,
    request: JSONRPCRequest,
    origin?: MessageOrigin,
  ): Promise<RawMessage | undefined> {
    const { id, method, params } = request;
    const { era } = this.client;
    if (LISTS.has(method)) return this.#list(request, origin);
    switch (method) {
      case 'initialize':
        return this.#initialize(raw, request);
      case 'server/discover':
        return this.#discover(raw, request, origin);
      case 'ping':
        return successOf(id, {}, era);
      case 'tools/call':
      case 'prompts/get':
        return this.#callNamed(raw, request, origin);
      case 'resources/read':
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        return this.#forUri(raw, request, params?.['uri'], origin);
      case 'completion/complete':
        return this.#complete(raw, request, origin);
      case 'logging/setLevel':
        await this.#askAll(raw, id, origin);
        return successOf(id, {}, era);
      case 'subscriptions/listen':
        return this.#listen(raw, request, origin);
      default:
        return errorAnswer(
          id,
          METHOD_NOT_FOUND,
          `Method not found: ${method}. Several servers stand behind this URL.`,
        );
    }
  }

  async #initialize(raw: RawMessage, { id, params }: JSONRPCRequest): Promise<RawMessage> {
    const results = await Promise.all(
      this.#members.map(async (member) => [member.name, await member.begin(raw)] as const),
    );
    const wanted = params?.['protocolVersion'];
    const protocolVersion =
      SUPPORTED_PROTOCOL_VERSIONS.find((version) => version === wanted) ?? LATEST_PROTOCOL_VERSION;
    return successOf(id, { protocolVersion, ...this.#selfOf(results) }, 'legacy');
  }

  async #discover(raw: RawMessage, { id }: JSONRPCRequest, origin?: MessageOrigin): Promise<RawMessage> {
    const results = await this.#askAll(raw, id, origin);
    return successOf(id, { supportedVersions: MODERN_VERSIONS, ...this.#selfOf(results) }, 'modern');
  }

  #selfOf(results: readonly (readonly [string, Record<string, unknown> | undefined])[]): object {
    const instructions = mergedInstructions(
      results.map(([name, result]) => [name, result?.['instructions']]),
    );
    return {
      capabilities: mergedCapabilities(results.map(([, result]) => result?.['capabilities'])),
      serverInfo: this.shared.serverInfo,
      ...(instructions !== undefined && { instructions }),
    };
  }

  /** Passes a request to all, and resolves with the results that come in time. */
  #askAll(
    raw: RawMessage,
    id: RequestId,
    origin?: MessageOrigin,
  ): Promise<(readonly [string, Record<string, unknown> | undefined])[]> {
    this.#asked.set(id, this.#members);
    return Promise.all(
      this.#members.map(
        async (member) => [member.name, resultOf(await withinDeadline(member.ask(raw, origin)))] as const,
      ),
    );
  }

  async #list(request: JSONRPCRequest, origin?: MessageOrigin): Promise<RawMessage> {
    this.#asked.set(request.id, this.#members);
    const { resources, longNames } = this.shared;
    const entries = await mergedList(this.#members, request, origin, (member, entry) =>
      resources.note(member.name, entry),
    );
    if (request.method === 'tools/list') for (const { name } of entries) longNames.check(name);
    // Some of them may come back at any moment, so the list holds for this moment.
    const hints = this.client.era === 'modern' ? { ttlMs: 0, cacheScope: 'private' } : {};
    return successOf(request.id, { [LISTS.get(request.method)!]: entries, ...hints }, this.client.era);
  }

  async #callNamed(
    raw: RawMessage,
    { id, method, params }: JSONRPCRequest,
    origin?: MessageOrigin,
  ): Promise<RawMessage | undefined> {
    const called = params?.['name'];
    if (typeof called !== 'string') return errorAnswer(id, INVALID_PARAMS, '"params.name" must be a string');
    const { upstream, name = '' } = splitName(called) ?? {};
    const member = this.#find(upstream);
    if (member) return this.#passTo(member, id, raw.withParam('name', name), origin);
    const kind = method === 'tools/call' ? 'Tool' : 'Prompt';
    return errorAnswer(id, INVALID_PARAMS, `${kind} ${called} not found`);
  }

  /** Passes a request to the upstream that lists the resource, or to each in turn until one knows it. */
  async #forUri(
    raw: RawMessage,
    { id }: JSONRPCRequest,
    uri: unknown,
    origin?: MessageOrigin,
  ): Promise<RawMessage | undefined> {
    if (typeof uri !== 'string') return errorAnswer(id, INVALID_PARAMS, '"params.uri" must be a string');
    const listedBy = this.#find(this.shared.resources.upstreamOf(uri));
    if (listedBy) return this.#passTo(listedBy, id, raw, origin);
    let answer: RawMessage | undefined;
    for (const member of this.#members) {
      this.#asked.set(id, [member]);
      await member.whenBegun();
      answer = await withinDeadline(member.ask(raw, origin));
      if (resultOf(answer)) return answer;
    }
    return answer ?? errorAnswer(id, INVALID_PARAMS, `Resource ${uri} not found`);
  }

  async #complete(
    raw: RawMessage,
    request: JSONRPCRequest,
    origin?: MessageOrigin,
  ): Promise<RawMessage | undefined> {
    const { ref } = (request.params ?? {}) as { ref?: { name?: unknown; uri?: unknown } };
    const { upstream, name } = splitName(ref?.name) ?? {};
    const member = this.#find(upstream);
    if (!member) return this.#forUri(raw, request, ref?.uri, origin);
    const params = { ...request.params, ref: { ...ref, name } };
    return this.#passTo(member, request.id, RawMessage.of({ ...request, params }), origin);
  }

  /** All tell of their changes on one stream, which ends when none of them serves one. */
  async #listen(
    raw: RawMessage,
    request: JSONRPCRequest,
    origin?: MessageOrigin,
  ): Promise<RawMessage | undefined> {
    this.#asked.set(request.id, this.#members);
    const listenings = this.#members.map((member) => member.listen(raw, origin));
    await withinDeadline(Promise.all(listenings.map(({ settled }) => settled)));
    if (!listenings.every(({ hasEnded }) => hasEnded))
      await this.client.send(acknowledgementOf(request), request.id);
    const [first] = await Promise.all(listenings.map(({ ended }) => ended));
    return first;
  }

  async #passTo(member: Member, id: RequestId, raw: RawMessage, origin?: MessageOrigin): Promise<undefined> {
    this.#asked.set(id, [member]);
    await member.whenBegun();
    member.pass(raw, origin);
  }

  #find(name: string | undefined): Member | undefined {
    return this.#members.find((member) => member.name === name);
  }

  async #fromMember(
    member: Member,
    raw: RawMessage,
    relatedTo?: RequestId,
    refusal?: HttpRefusal,
  ): Promise<void> {
    const { message } = raw;
    if (isRequest(message)) return this.client.send(this.#questions.asked(member, raw), relatedTo);
    if (!isAnswer(message) && message.method === 'notifications/cancelled') {
      const given = this.#questions.givenUp(member, raw);
      return given && this.client.send(given, relatedTo);
    }
    if (isAnswer(message) && message.id !== undefined) return this.#answer(raw, message.id, refusal);
    return this.client.send(raw, relatedTo);
  }

  #answer(answer: RawMessage, id: RequestId, refusal?: HttpRefusal): Promise<void> {
    this.#asked.delete(id);
    return this.client.send(answer, undefined, refusal);
  }
}
