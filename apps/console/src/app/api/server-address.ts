import { DOCUMENT } from '@angular/common';
import { inject, Injectable } from '@angular/core';
import { ROUTES } from '#contract';

import { mountOf } from './mount.ts';

/**
 * Knows the URLs of the server's routes. The server may be mounted below a path: the console finds the routes beside
 * itself, from the `<base>` of its page, and the MCP endpoint from that element's `data-endpoint`.
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

  /** The path of one of the server's routes, such as `/ops/events` for `/events`. */
  pathOf(route: string): string {
    return this.#mount + route;
  }
}
