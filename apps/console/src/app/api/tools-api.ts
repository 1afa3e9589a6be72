import { inject, Injectable } from '@angular/core';
import { ROUTES, type OfferedTools } from '#contract';

import { ServerRequests } from './server-requests.ts';

/** Reads the tools that agents are offered. */
@Injectable({ providedIn: 'root' })
export class ToolsApi {
  readonly #requests = inject(ServerRequests);

  /** Returns every tool with the size of its definition. Rejects like `Requests`. */
  async list(signal: AbortSignal): Promise<OfferedTools> {
    return this.#requests.ask<OfferedTools>(ROUTES.tools, { signal });
  }
}
