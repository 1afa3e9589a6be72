import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import type { Member } from './member.ts';

/** Requests of several upstreams to one client. They get ids of ours, because those of two upstreams may be the same. */
export class QuestionsOfMembers {
  readonly #open = new Map<RequestId, { member: Member; id: RequestId }>();
  #count = 0;

  /** The request as the client gets it. */
  asked(member: Member, raw: RawMessage): RawMessage {
    const { id } = raw.message as JSONRPCRequest;
    this.#count += 1;
    this.#open.set(this.#count, { member, id });
    return raw.withId(this.#count);
  }

  /** Passes the client's answer to the upstream that has asked. */
  answered(raw: RawMessage): void {
    const { id } = raw.message as { id?: RequestId };
    const question = id === undefined ? undefined : this.#open.get(id);
    if (!question) return;
    this.#open.delete(id!);
    question.member.pass(raw.withId(question.id));
  }

  /** The notification by which an upstream gives its request up, as the client gets it. */
  givenUp(member: Member, raw: RawMessage): RawMessage | undefined {
    const { requestId } = (raw.message as { params?: { requestId?: RequestId } }).params ?? {};
    const [ours] = [...this.#open].find(([, one]) => one.member === member && one.id === requestId) ?? [];
    if (ours === undefined) return undefined;
    this.#open.delete(ours);
    return raw.withParam('requestId', ours);
  }
}
