import type { JSONRPCResponse, RequestId } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { MessageHeaders, UpstreamLink } from '../link/upstream-link.ts';

/** Ids of our own requests. Agents' ids are numbers, or texts of their own. */
const OWN_ID = 'crowsnest-again-';

/** One life of a link that lasts: from its opening to its end. */
export class Connection {
  readonly #openedAt = performance.now();
  /** Requests of the upstream that the agent has not answered. */
  readonly asked = new Set<RequestId>();
  readonly #own = new Map<RequestId, (answer: JSONRPCResponse | UpstreamFault) => void>();
  readonly #ended = Promise.withResolvers<void>();
  #link: UpstreamLink | undefined;
  #over: UpstreamFault | undefined;

  get uptimeMs(): number {
    return performance.now() - this.#openedAt;
  }

  /** Why it has ended; undefined while it lasts. */
  get over(): UpstreamFault | undefined {
    return this.#over;
  }

  /** Resolves when it has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get link(): UpstreamLink {
    if (!this.#link) throw new UpstreamFault('CLOSED', 'The connection is not open yet.');
    return this.#link;
  }

  openedAs(link: UpstreamLink): void {
    this.#link = link;
  }

  /** Sends a request of our own, and resolves with its answer. Rejects with an `UpstreamFault`. */
  async ask(raw: RawMessage, timeoutMs: number, headers: MessageHeaders): Promise<JSONRPCResponse> {
    const id = `${OWN_ID}${this.#own.size + 1}`;
    const answered = Promise.withResolvers<JSONRPCResponse>();
    const silence = setTimeout(
      () => answered.reject(new UpstreamFault('HANDSHAKE_TIMEOUT', 'The upstream did not answer in time.')),
      timeoutMs,
    );
    this.#own.set(id, (answer) =>
      answer instanceof UpstreamFault ? answered.reject(answer) : answered.resolve(answer),
    );
    try {
      this.link.send(raw.withId(id), headers).catch((error: UpstreamFault) => answered.reject(error));
      return await answered.promise;
    } finally {
      clearTimeout(silence);
    }
  }

  /** Takes the answer to a request of our own. Returns false if it is none. */
  takesAnswer(answer: JSONRPCResponse): boolean {
    const take = answer.id === undefined ? undefined : this.#own.get(answer.id);
    take?.(answer);
    return take !== undefined;
  }

  /** Closes its link. Resolves when it has been cleaned up. */
  async close(): Promise<void> {
    await this.#link?.close();
  }

  /** Ends the connection once. Returns false if it has ended before. */
  end(fault: UpstreamFault): boolean {
    if (this.#over) return false;
    this.#over = fault;
    for (const take of this.#own.values()) take(fault);
    this.#ended.resolve();
    return true;
  }
}
