import { inject, Injectable } from '@angular/core';
import { upstreamRestartRoute } from '#contract';

import { ServerRequests } from '../api/server-requests.ts';

/** Restarts the servers behind the gateway. */
@Injectable({ providedIn: 'root' })
export class UpstreamRestarts {
  readonly #requests = inject(ServerRequests);

  /** Restarts an upstream in all instances, or in one. Resolves when the server accepts the command. */
  async restart(name: string, instance?: string): Promise<void> {
    const query = instance === undefined ? '' : `?${new URLSearchParams({ instance })}`;
    await this.#requests.send(upstreamRestartRoute(name) + query, { method: 'POST' });
  }
}
