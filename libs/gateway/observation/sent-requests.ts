import type { RequestId } from '@modelcontextprotocol/server';
import { otherForm } from '../link/answers.ts';
import type { SentRequest } from './sent-request.ts';
import type { UpstreamEnd } from './upstream-tracer.ts';

/** The requests of one link that its upstream has not answered. */
export class SentRequests {
  readonly #open = new Map<RequestId, SentRequest>();

  add(request: SentRequest): void {
    this.#open.set(request.message.id, request);
  }

  /** The request with an id, in either form. */
  of(id: RequestId | undefined): SentRequest | undefined {
    if (id === undefined) return undefined;
    const other = otherForm(id);
    return this.#open.get(id) ?? (other === undefined ? undefined : this.#open.get(other));
  }

  /** The request that waits, if no other one does. */
  get only(): SentRequest | undefined {
    if (this.#open.size !== 1) return undefined;
    const [request] = this.#open.values();
    return request;
  }

  /** Ends a request, unless it has ended before. */
  end(request: SentRequest | undefined, end: UpstreamEnd): void {
    if (!request || this.#open.get(request.message.id) !== request) return;
    this.#open.delete(request.message.id);
    request.end(end);
  }

  endAll(end: UpstreamEnd): void {
    for (const request of this.#open.values()) this.end(request, end);
  }
}
