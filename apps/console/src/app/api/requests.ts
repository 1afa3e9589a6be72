import { apiErrorOf } from './api-error.ts';
import { DEADLINES } from './deadlines.ts';

/**
 * Plain HTTP requests to the server. They reject with an `ApiError`, with a `TypeError` when the server cannot be
 * reached, or with a `TimeoutError` when it does not answer in time. Without Angular, so that they can run in a worker.
 */
export class Requests {
  /** `mount`: the path below which the server is mounted, such as `/ops`. */
  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly mount: string,
  ) {}

  /** Asks a route for JSON. */
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
