import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { inTime } from '#events';
import {
  isAnswer,
  type RawMessage,
  type HttpRefusal,
  type MessageOrigin,
  type Offer,
  type OfferClient,
  type OpenOffer,
} from '#tools';
import { INITIALIZED } from '../link/messages.ts';
import { prefixedName } from './prefixed-name.ts';
import { resultOf } from './answers.ts';

/** Milliseconds after which nobody waits for one of several upstreams any more. */
const DEADLINE_MS = 10_000;

/** Takes what a member sends that answers no request of the aggregation. */
export type FromMember = (
  member: Member,
  message: RawMessage,
  relatedTo?: RequestId,
  refusal?: HttpRefusal,
) => Promise<void>;

/** One of the upstreams that are offered together to a client. In the older era it has a session of its own. */
export class Member {
  readonly #asked = new Map<RequestId, (answer: RawMessage) => void>();
  readonly #offer: Promise<OpenOffer>;
  #opened: OpenOffer | undefined;
  #initialize: RawMessage | undefined;
  #beginning: Promise<RawMessage> | undefined;

  constructor(
    readonly name: string,
    offer: Offer,
    client: OfferClient,
    private readonly take: FromMember,
  ) {
    const { mayUse } = client;
    this.#offer = offer.open({
      era: client.era,
      sessionId: client.sessionId,
      tenantId: client.tenantId,
      principalId: client.principalId,
      client: client.client,
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

  /** Begins the session of the member, in the older era. Resolves with the answer; a later request may begin it anew. */
  begin(initialize: RawMessage): Promise<RawMessage> {
    this.#initialize = initialize;
    this.#beginning = this.ask(initialize).then((answer) => {
      if (resultOf(answer)) this.pass(INITIALIZED);
      else this.#beginning = undefined;
      return answer;
    });
    return this.#beginning;
  }

  /** Resolves once its session has begun, or could not. */
  async whenBegun(): Promise<void> {
    if (this.#initialize) await (this.#beginning ?? this.begin(this.#initialize));
  }

  close(): void {
    void this.#offer.then((opened) => opened.close());
  }

  async #received(message: RawMessage, relatedTo?: RequestId, refusal?: HttpRefusal): Promise<void> {
    const { id } = message.message as { id?: RequestId };
    const answer = isAnswer(message.message) && id !== undefined ? this.#asked.get(id) : undefined;
    if (!answer) return this.take(this, message, relatedTo, refusal);
    this.#asked.delete(id!);
    answer(message);
  }
}

/** What comes in time; undefined after a deadline. */
export function withinDeadline<T>(promise: Promise<T>): Promise<T | undefined> {
  return inTime(promise, DEADLINE_MS, () => undefined);
}
