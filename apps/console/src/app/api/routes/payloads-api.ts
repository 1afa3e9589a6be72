import { inject, Injectable } from '@angular/core';
import { payloadsOfSessionRoute, payloadsOfTenantRoute, type PayloadsErased } from '#contract';

import { bodyWith } from './command-body.ts';
import { ServerRequests } from '../server-requests.ts';

/** Erases recorded arguments and results. Resolves with their number once they are gone, and rejects like `Requests`. */
@Injectable({ providedIn: 'root' })
export class PayloadsApi {
  readonly #requests = inject(ServerRequests);

  async eraseOfSession(sessionId: string, reason: string): Promise<number> {
    return this.#erase(payloadsOfSessionRoute(sessionId), reason);
  }

  async eraseOfTenant(tenantId: string, reason: string): Promise<number> {
    return this.#erase(payloadsOfTenantRoute(tenantId), reason);
  }

  async #erase(route: string, reason: string): Promise<number> {
    const init = { method: 'DELETE', ...bodyWith(reason) };
    const { payloads } = await this.#requests.ask<PayloadsErased>(route, init);
    return payloads;
  }
}
