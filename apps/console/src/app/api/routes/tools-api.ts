import { inject, Injectable } from '@angular/core';
import { ROUTES, toolRoute, type OfferedTools, type ToolDefinitions } from '#contract';

import { ServerRequests } from '../server-requests.ts';

/** Reads the tools that agents are offered and their definitions, and approves these. */
@Injectable({ providedIn: 'root' })
export class ToolsApi {
  readonly #requests = inject(ServerRequests);

  /** Returns every tool with the size of its definition. Rejects like `Requests`. */
  async list(signal: AbortSignal): Promise<OfferedTools> {
    return this.#requests.ask<OfferedTools>(ROUTES.tools, { signal });
  }

  /** Returns the last definitions of a tool, newest first. Rejects like `Requests`. */
  async definitionsOf(tool: string, signal: AbortSignal): Promise<ToolDefinitions> {
    return this.#requests.ask<ToolDefinitions>(`${toolRoute(tool)}/definitions`, { signal });
  }

  /** Approves the definition with a hash. Resolves when the server accepts it: the effect arrives as an event. */
  async approve(tool: string, definition: string, reason: string): Promise<void> {
    const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason }) };
    const route = `${toolRoute(tool)}/approve?definition=${definition}`;
    await this.#requests.send(route, { method: 'POST', ...(reason !== '' && init) });
  }
}
