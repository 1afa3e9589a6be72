import { inject, Injectable } from '@angular/core';
import { ROUTES, type OfferedTools } from '#contract';

import { ServerRequests } from './server-requests.ts';

/** What agents are offered. */
@Injectable({ providedIn: 'root' })
export class ToolsApi {
  readonly #requests = inject(ServerRequests);

  /** Every tool with the size of its definition. Rejects as `Requests` does. */
  async list(signal: AbortSignal): Promise<OfferedTools> {
    return this.#requests.ask<OfferedTools>(ROUTES.tools, { signal });
  }
}
