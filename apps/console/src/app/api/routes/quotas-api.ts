import { inject, Injectable } from '@angular/core';
import { ROUTES, type QuotaList } from '#contract';

import { ServerRequests } from '../server-requests.ts';

/** Reads how much of their limits agents and tenants use. */
@Injectable({ providedIn: 'root' })
export class QuotasApi {
  readonly #requests = inject(ServerRequests);

  /** Returns the limits that the admin may see, of which most is used first. Rejects like `Requests`. */
  async list(signal: AbortSignal): Promise<QuotaList> {
    return this.#requests.ask<QuotaList>(ROUTES.quotas, { signal });
  }
}
