import { inject, Injectable } from '@angular/core';
import { ROUTES, type InstanceList } from '#contract';

import { ServerRequests } from '../server-requests.ts';

/** Reads the instances that share the log. */
@Injectable({ providedIn: 'root' })
export class InstancesApi {
  readonly #requests = inject(ServerRequests);

  /** Returns the instances that are up. Rejects like `Requests`. */
  async list(signal: AbortSignal): Promise<InstanceList> {
    return this.#requests.ask<InstanceList>(ROUTES.instances, { signal });
  }
}
