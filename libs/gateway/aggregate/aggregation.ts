import { Logger } from '@nestjs/common';
import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { loggableError } from '#redaction';
import {
  cancellationOf,
  isAnswer,
  isRequest,
  type HttpRefusal,
  type MessageOrigin,
  type Offer,
  type OfferClient,
  type OpenOffer,
  type RawMessage,
} from '#tools';
import { errorAnswer } from '../link/messages.ts';
import { successOf } from './answers.ts';
import { Member } from './member.ts';
import { Members, type ClientRequest } from './members.ts';
import { LISTS } from './merged-list.ts';
import { QuestionsOfMembers } from './questions-of-members.ts';
import { RequestsForAll, type Shared } from './requests-for-all.ts';
import { RequestsForOne } from './requests-for-one.ts';

/**
 * Several upstreams as one client sees them: passes on what concerns one of them, and answers itself what concerns all.
 */
export class Aggregation implements OpenOffer {
  readonly #logger = new Logger('Gateway');
  readonly #members: Members;
  readonly #forAll: RequestsForAll;
  readonly #forOne: RequestsForOne;
  readonly #questions = new QuestionsOfMembers();

  constructor(
    private readonly client: OfferClient,
    offers: readonly (readonly [name: string, offer: Offer])[],
    shared: Shared,
  ) {
    this.#members = new Members(
      offers.map(
        ([name, offer]) =>
          new Member(name, offer, client, (member, message, relatedTo, refusal) =>
            this.#fromMember(member, message, relatedTo, refusal),
          ),
      ),
    );
    this.#forAll = new RequestsForAll(this.#members, client, shared);
    this.#forOne = new RequestsForOne(this.#members, shared.resources);
  }

  receive(raw: RawMessage, origin?: MessageOrigin): void {
    const { message } = raw;
    if (isRequest(message)) return void this.#request({ raw, request: message, origin });
    if (isAnswer(message)) return this.#questions.answered(raw);
    const cancelled = cancellationOf(message);
    const concerned = cancelled ? this.#members.askedFor(cancelled.requestId) : this.#members.all;
    // Each member is told when its own session has begun.
    if (message.method === 'notifications/initialized') return;
    for (const member of concerned) member.pass(raw, origin);
  }

  close(): void {
    for (const member of this.#members.all) member.close();
  }

  async #request(asked: ClientRequest): Promise<void> {
    const { id } = asked.request;
    const answer = await this.#answerTo(asked).catch((error: unknown) => {
      this.#logger.error(loggableError(error));
      return errorAnswer(id, JSON_RPC.internalError, 'The gateway has failed: its log has the reason.');
    });
    if (answer) await this.#answer(answer, id);
  }

  /** Our own answer; undefined if an upstream answers. */
  async #answerTo(asked: ClientRequest): Promise<RawMessage | undefined> {
    const { method, params } = asked.request;
    if (LISTS.has(method)) return this.#forAll.list(asked);
    switch (method) {
      case 'initialize':
        return this.#forAll.initialize(asked);
      case 'server/discover':
        return this.#forAll.discover(asked);
      case 'ping':
        return successOf(asked.request.id, {}, this.client.era);
      case 'tools/call':
      case 'prompts/get':
        return this.#forOne.named(asked);
      case 'resources/read':
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        return this.#forOne.ofResource(asked, params?.['uri']);
      case 'completion/complete':
        return this.#forOne.complete(asked);
      case 'logging/setLevel':
        return this.#forAll.setLevel(asked);
      case 'subscriptions/listen':
        return this.#forAll.listen(asked);
      default:
        return unknownMethod(asked.request);
    }
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
    this.#members.forget(id);
    return this.client.send(answer, undefined, refusal);
  }
}

function unknownMethod({ id, method }: JSONRPCRequest): RawMessage {
  const text = `Method not found: ${method}. Several servers stand behind this URL.`;
  return errorAnswer(id, JSON_RPC.methodNotFound, text);
}
