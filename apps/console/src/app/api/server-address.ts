import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';
import { ROUTES } from '#contract';

import { mountOf } from './mount.ts';

/**
 * Resolves the URLs of the server's routes. The server may be mounted at a path, so routes are relative to the `<base>`
 * of the page. Its `data-endpoint` holds the path of the MCP endpoint.
 */
@Injectable({ providedIn: 'root' })
export class ServerAddress {
  readonly #document = inject(DOCUMENT);
  readonly #mount = mountOf(new URL(this.#document.baseURI).pathname);

  /** The URL of the MCP endpoint. */
  get endpoint(): string {
    const path = this.#document.querySelector<HTMLElement>('base')?.dataset['endpoint'] ?? ROUTES.mcp;
    return this.#document.location.origin + path;
  }

  /** Returns the path of one of the server's routes, such as `/ops/events` for `/events`. */
  pathOf(route: string): string {
    return this.#mount + route;
  }
}
