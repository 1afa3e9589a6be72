import type { RequestId } from '@modelcontextprotocol/server';
import { otherForm } from '../link/answers.ts';
import type { UpstreamFault } from '../link/upstream-fault.ts';
import type { Connection } from './connection.ts';
import type { RequestInFlight } from './request-in-flight.ts';

/** The requests of a link that have not been answered yet. */
export class RequestsInFlight {
  readonly #requests = new Map<RequestId, RequestInFlight>();

  get size(): number {
    return this.#requests.size;
  }

  add(request: RequestInFlight): void {
    this.#requests.set(request.id, request);
  }

  /** Removes a request, unless another one has taken its id. */
  remove(request: RequestInFlight): void {
    if (this.#requests.get(request.id) === request) this.#requests.delete(request.id);
  }

  get(id: RequestId | undefined): RequestInFlight | undefined {
    return id === undefined ? undefined : this.#requests.get(id);
  }

  /** The request with the id of an answer, in either form. */
  answeredBy(id: RequestId | undefined): RequestInFlight | undefined {
    return this.get(id) ?? this.get(otherForm(id));
  }

  /** Fails those that were sent over a connection; all of them if none is given. */
  fail(fault: (request: RequestInFlight) => UpstreamFault, connection?: Connection): void {
    for (const request of this.#requests.values())
      if (!connection || request.connection === connection) request.fail(fault(request));
  }
}
