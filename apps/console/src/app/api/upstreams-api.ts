import { inject, Injectable } from '@angular/core';
import { ROUTES, upstreamRestartRoute, type UpstreamList } from '#contract';

import { ServerRequests } from './server-requests.ts';

/** Reads the servers behind the gateway, and restarts them. */
@Injectable({ providedIn: 'root' })
export class UpstreamsApi {
  readonly #requests = inject(ServerRequests);

  /** Returns the upstreams that the admin may see. Rejects like `Requests`. */
  async list(signal: AbortSignal): Promise<UpstreamList> {
    return this.#requests.ask<UpstreamList>(ROUTES.upstreams, { signal });
  }

  /** Restarts an upstream. Resolves when the server accepts the command. */
  async restart(name: string): Promise<void> {
    await this.#requests.send(upstreamRestartRoute(name), { method: 'POST' });
  }
}
