import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import { UpstreamFault } from './upstream-fault.ts';
import type { MessageHeaders } from './upstream-link.ts';

/** The upstream has answered a request of a session with an error. */
export class RequestRefused extends UpstreamFault {
  constructor(message: string) {
    super('NOT_MCP', `It has refused: ${message}`, { wasSent: true });
  }
}

/** The requests that a session sends of its own accord. */
export class OwnRequests {
  readonly #open = new Map<RequestId, PromiseWithResolvers<object>>();
  #ids = 0;

  constructor(private readonly send: (message: RawMessage, headers?: MessageHeaders) => Promise<void>) {}

  /** An id that no other request of the session has. */
  newId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** Resolves with the result. Rejects with an `UpstreamFault`. */
  async ask(method: string, params: Record<string, unknown>, headers?: MessageHeaders): Promise<object> {
    const id = this.newId();
    const answered = Promise.withResolvers<object>();
    this.#open.set(id, answered);
    // It may be rejected while the request is still being sent.
    answered.promise.catch(() => undefined);
    try {
      await this.send(RawMessage.of({ jsonrpc: '2.0', id, method, params }), headers);
      return await answered.promise;
    } finally {
      this.#open.delete(id);
    }
  }

  /** Takes an answer. Returns whether it belongs to such a request. */
  take(message: JSONRPCMessage, id: RequestId | undefined): boolean {
    const answered = id === undefined ? undefined : this.#open.get(id);
    if (!answered) return false;
    if ('result' in message) answered.resolve(message.result);
    else if ('error' in message) answered.reject(new RequestRefused(message.error.message));
    return true;
  }

  /** Rejects all. */
  fail(fault: UpstreamFault): void {
    for (const { reject } of this.#open.values()) reject(fault);
  }
}
