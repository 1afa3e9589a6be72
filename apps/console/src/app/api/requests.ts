import { apiErrorOf } from './api-error.ts';
import { DEADLINES } from './deadlines.ts';

/**
 * HTTP requests to the server. They reject with an `ApiError`, with a `TypeError` if the server cannot be reached, or
 * with a `TimeoutError` if it does not answer in time. Does not use Angular, so it can run in a worker.
 */
export class Requests {
  /** `mount` is the path where the server is mounted, such as `/ops`. */
  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly mount: string,
  ) {}

  /** Requests JSON from a route. */
  async ask<T>(route: string, init: RequestInit = {}): Promise<T> {
    const response = await this.send(route, init);
    return (await response.json()) as T;
  }

  /** Sends a request. Resolves when the headers of a successful answer have arrived. */
  async send(route: string, init: RequestInit = {}): Promise<Response> {
    const deadline = AbortSignal.timeout(DEADLINES.request);
    const response = await this.fetch(this.mount + route, {
      cache: 'no-store',
      ...init,
      signal: init.signal ? AbortSignal.any([init.signal, deadline]) : deadline,
    });
    if (!response.ok) throw await apiErrorOf(response);
    return response;
  }
}
