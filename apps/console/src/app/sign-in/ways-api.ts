import { inject, Injectable } from '@angular/core';
import { oidcRoute, ROUTES, type SignInWays } from '#contract';

import { ServerAddress } from '../api/server-address.ts';
import { ServerRequests } from '../api/server-requests.ts';

/** How people sign in at the server. */
@Injectable({ providedIn: 'root' })
export class WaysApi {
  readonly #requests = inject(ServerRequests);
  readonly #address = inject(ServerAddress);

  /** Rejects like the other requests. */
  read(): Promise<SignInWays> {
    return this.#requests.ask<SignInWays>(ROUTES.authProviders);
  }

  /** The path that signs in at a provider and returns to a page. `silent`: the provider shows nothing. */
  pathTo(provider: string, returnTo: string, silent = false): string {
    const query = new URLSearchParams({ returnTo, ...(silent && { mode: 'silent' }) });
    return this.#address.pathOf(`${oidcRoute(provider)}?${query}`);
  }
}
