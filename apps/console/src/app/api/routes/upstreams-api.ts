import { inject, Injectable } from '@angular/core';
import { ROUTES, type UpstreamList } from '#contract';

import { ServerRequests } from '../server-requests.ts';

/** Reads the servers behind the gateway. */
@Injectable({ providedIn: 'root' })
export class UpstreamsApi {
  readonly #requests = inject(ServerRequests);

  /** Returns the upstreams that the admin may see. Rejects like `Requests`. */
  async list(signal: AbortSignal): Promise<UpstreamList> {
    return this.#requests.ask<UpstreamList>(ROUTES.upstreams, { signal });
  }
}
