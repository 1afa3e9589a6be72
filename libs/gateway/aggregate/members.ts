import type { JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { MessageOrigin, RawMessage } from '#tools';
import { resultOf } from './answers.ts';
import { withinDeadline, type Member } from './member.ts';

/** A request of the client of an aggregation. */
export interface ClientRequest {
  raw: RawMessage;
  request: JSONRPCRequest;
  origin: MessageOrigin | undefined;
}

/** The result of a member; undefined if it gave none in time. */
export type ResultOfMember = readonly [name: string, result: Record<string, unknown> | undefined];

/** The members of an aggregation, and those to whom each request in flight was passed. */
export class Members {
  readonly #asked = new Map<RequestId, readonly Member[]>();

  constructor(readonly all: readonly Member[]) {}

  /** The member with a name; undefined if there is none. */
  find(name: string | undefined): Member | undefined {
    return this.all.find((member) => member.name === name);
  }

  /** Notes to whom a request is passed. */
  note(id: RequestId, members: readonly Member[]): void {
    this.#asked.set(id, members);
  }

  /** Those to whom a request in flight was passed; nobody for another one. */
  askedFor(id: RequestId): readonly Member[] {
    return this.#asked.get(id) ?? [];
  }

  /** Forgets a request, which is answered. */
  forget(id: RequestId): void {
    this.#asked.delete(id);
  }

  /** Passes a request to all, and resolves with the results that come in time. */
  askAll({ raw, request, origin }: ClientRequest): Promise<ResultOfMember[]> {
    this.note(request.id, this.all);
    return Promise.all(
      this.all.map(async (member) => [member.name, resultOf(await withinDeadline(member.ask(raw, origin)))]),
    );
  }

  /** Passes a request to one member once its session has begun. Its answer goes to the client. */
  async passTo(member: Member, { raw, request, origin }: ClientRequest): Promise<undefined> {
    this.note(request.id, [member]);
    await member.whenBegun();
    member.pass(raw, origin);
  }
}
