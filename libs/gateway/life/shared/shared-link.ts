import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { isAnswer, isRequest, RawMessage } from '#tools';
import type { UpstreamFault } from '../../link/upstream-fault.ts';
import type { LinkListener, MessageHeaders, UpstreamLink } from '../../link/upstream-link.ts';
import { cancellation, errorAnswer, resultAnswer } from '../../link/messages.ts';
import type { Shared } from './shared-links.ts';
import { memberMessage, relatedId, sharedRequest, type SharedRequest } from './shared-request.ts';

const NOBODY_TO_ASK = 'Several agents share the session, so none of them can be asked.';

/** One of those that share a link. */
interface Member {
  readonly listener: LinkListener;
}

/**
 * A link that several clients share. Each request gets an id of its own on it, and so does its progress token; what the
 * upstream sends goes to the client whose request it belongs to.
 */
export class SharedLink implements Shared {
  readonly #requests = new Map<RequestId, SharedRequest & { member: Member }>();
  readonly #members = new Set<Member>();
  readonly #link: UpstreamLink;
  #count = 0;

  constructor(make: (listener: LinkListener) => UpstreamLink) {
    this.#link = make({
      message: (raw, relatedTo) => this.#received(raw, relatedTo),
      closed: (fault) => this.#closed(fault),
    });
  }

  /** Number of those that share it now. */
  get members(): number {
    return this.#members.size;
  }

  join(listener: LinkListener, onLeft: () => void): UpstreamLink {
    const member: Member = { listener };
    this.#members.add(member);
    return {
      send: (raw, headers) => this.#send(member, raw, headers),
      close: async () => {
        this.#members.delete(member);
        onLeft();
        await this.#cancelAllOf(member);
      },
    };
  }

  async close(): Promise<void> {
    await this.#link.close();
  }

  async #send(member: Member, raw: RawMessage, headers?: MessageHeaders): Promise<void> {
    const { message } = raw;
    if (isRequest(message)) {
      const id = (this.#count += 1);
      const shared = sharedRequest(raw, message, id);
      this.#requests.set(id, { ...shared, member });
      return this.#link.send(shared.raw, headers).finally(() => this.#requests.delete(id));
    }
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = this.#idOf(member, message.params?.['requestId'] as RequestId | undefined);
      return id === undefined ? undefined : this.#link.send(raw.withParam('requestId', id), headers);
    }
    return this.#link.send(raw, headers);
  }

  #idOf(member: Member, own: RequestId | undefined): RequestId | undefined {
    for (const [id, request] of this.#requests)
      if (request.member === member && request.own.id === own) return id;
    return undefined;
  }

  /** A client that leaves does not want the answers any more. */
  async #cancelAllOf(member: Member): Promise<void> {
    const left = [...this.#requests].filter(([, request]) => request.member === member);
    await Promise.all(
      left.map(([id]) => this.#link.send(cancellation(id, 'The client has left')).catch(() => undefined)),
    );
  }

  #received(raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    const { message } = raw;
    if (isRequest(message)) return this.#asked(message);
    const request = this.#requestOf(message, relatedTo);
    if (request) {
      const own = memberMessage(raw, request);
      const waits = request.member.listener.message(own, request.own.id);
      // One slow client must not hold up the others.
      if (waits) waits.catch(() => undefined);
      return undefined;
    }
    if (isAnswer(message)) return undefined;
    // It does not say whose it is, and all are of one principal, or have agreed to share.
    for (const { listener } of this.#members) void listener.message(raw);
    return undefined;
  }

  /** A request of the upstream has no agent to go to. */
  async #asked({ id, method }: JSONRPCRequest): Promise<void> {
    const answer =
      method === 'ping' ? resultAnswer(id, {}) : errorAnswer(id, JSON_RPC.methodNotFound, NOBODY_TO_ASK);
    await this.#link.send(answer).catch(() => undefined);
  }

  #requestOf(
    message: JSONRPCMessage,
    relatedTo: RequestId | undefined,
  ): (SharedRequest & { member: Member }) | undefined {
    const id = isAnswer(message) ? message.id : relatedId(message, relatedTo);
    return id === undefined ? undefined : this.#requests.get(id);
  }

  #closed(fault?: UpstreamFault): void {
    for (const { listener } of this.#members) listener.closed(fault);
  }
}
