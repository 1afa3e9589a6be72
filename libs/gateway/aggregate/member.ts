import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { inTime } from '#events';
import {
  isAnswer,
  type Era,
  type RawMessage,
  type HttpRefusal,
  type MessageOrigin,
  type Offer,
  type OfferClient,
  type OpenOffer,
} from '#tools';
import { CHANGING_LISTS, listChanged } from '../link/list-changes.ts';
import { INITIALIZED, isObject } from '../link/messages.ts';
import { MemberBeginning } from './member-beginning.ts';
import { MemberListening } from './member-listening.ts';
import { prefixedName } from './prefixed-name.ts';
import { resultOf } from './answers.ts';

/** Milliseconds after which a request for all no longer waits for one of several upstreams. */
const DEADLINE_MS = 10_000;

/** Takes what a member sends that answers no request of the aggregation. */
export type FromMember = (
  member: Member,
  message: RawMessage,
  relatedTo?: RequestId,
  refusal?: HttpRefusal,
) => Promise<void>;

/** One of the upstreams that are offered together to a client. In the older era it has its own session. */
export class Member {
  readonly #asked = new Map<RequestId, (answer: RawMessage) => void>();
  readonly era: Era;
  readonly #offer: Promise<OpenOffer>;
  #opened: OpenOffer | undefined;
  #beginning: MemberBeginning | undefined;
  #listening: MemberListening | undefined;

  constructor(
    readonly name: string,
    offer: Offer,
    client: OfferClient,
    private readonly take: FromMember,
  ) {
    const { mayUse } = client;
    this.era = client.era;
    this.#offer = offer.open({
      era: client.era,
      sessionId: client.sessionId,
      tenantId: client.tenantId,
      principalId: client.principalId,
      client: client.client,
      isOfSeveral: true,
      get isListening() {
        return client.isListening ?? true;
      },
      ...(mayUse && { mayUse: (tool: string) => mayUse(prefixedName(name, tool)) }),
      send: (message, relatedTo, refusal) => this.#received(message, relatedTo, refusal),
    });
    void this.#offer.then((opened) => (this.#opened = opened));
  }

  /** Passes a message on. What answers it goes where all goes. */
  pass(message: RawMessage, origin?: MessageOrigin): void {
    if (this.#opened) this.#opened.receive(message, origin);
    else void this.#offer.then((opened) => opened.receive(message, origin));
  }

  /** Passes a request on, and resolves with its answer. */
  ask(request: RawMessage, origin?: MessageOrigin): Promise<RawMessage> {
    const { promise, resolve } = Promise.withResolvers<RawMessage>();
    this.#asked.set((request.message as JSONRPCRequest).id, resolve);
    this.pass(request, origin);
    return promise;
  }

  /**
   * Begins the session of the member, in the older era. Resolves with the result, or with nothing if it does not come in
   * time. Then it is tried again, and the agent is told of the lists once the session has begun.
   */
  async begin(initialize: RawMessage): Promise<Record<string, unknown> | undefined> {
    const beginning = new MemberBeginning({
      initialize: () => this.#initialize(initialize),
      onLate: ({ capabilities }) => this.#tellLists(isObject(capabilities) ? capabilities : {}),
    });
    this.#beginning = beginning;
    const answer = await withinDeadline(beginning.answer());
    beginning.miss();
    return resultOf(answer);
  }

  /** Resolves once its session has begun, or could not. */
  async whenBegun(): Promise<void> {
    await this.#beginning?.answer();
  }

  /** Resolves with whether it can be asked for its lists. One that has failed to begin is not tried again for them. */
  async hasLists(): Promise<boolean> {
    if (this.#beginning?.isPaused) return false;
    await this.whenBegun();
    return true;
  }

  /** Asks for its part in a stream of changes. */
  listen(raw: RawMessage, origin?: MessageOrigin): MemberListening {
    const request = raw.message as JSONRPCRequest;
    this.#listening = new MemberListening(request, {
      ask: () => this.ask(raw, origin),
      send: (message) => void this.take(this, message, request.id),
    });
    return this.#listening;
  }

  close(): void {
    this.#beginning?.end();
    this.#listening?.leave();
    void this.#offer.then((opened) => opened.close());
  }

  async #initialize(initialize: RawMessage): Promise<RawMessage> {
    const answer = await this.ask(initialize);
    if (resultOf(answer)) this.pass(INITIALIZED);
    return answer;
  }

  #tellLists(capabilities: object): void {
    for (const list of CHANGING_LISTS) if (list in capabilities) void this.take(this, listChanged(list));
  }

  async #received(message: RawMessage, relatedTo?: RequestId, refusal?: HttpRefusal): Promise<void> {
    const { id } = message.message as { id?: RequestId };
    const answer = isAnswer(message.message) && id !== undefined ? this.#asked.get(id) : undefined;
    if (!answer && this.#listening?.takes(message)) return;
    if (!answer) return this.take(this, message, relatedTo, refusal);
    this.#asked.delete(id!);
    answer(message);
  }
}

/** What comes in time; undefined after a deadline. */
export function withinDeadline<T>(promise: Promise<T>): Promise<T | undefined> {
  return inTime(promise, DEADLINE_MS, () => undefined);
}
