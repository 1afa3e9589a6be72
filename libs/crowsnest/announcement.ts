import type { Server } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AdminTokens } from '#admin';
import { ROUTES } from '#contract';
import { Edge } from '#edge';
import { connectionWarning } from './connection-warning.ts';
import { shortSecretsWarning } from './short-secrets-warning.ts';
import { CROWSNEST_OPTIONS } from './crowsnest.module-definition.ts';
import type { CrowsnestOptions } from './crowsnest-options.ts';

/** Prints where agents and admins connect once the application listens, and how to sign in with a token made here. */
@Injectable()
export class Announcement {
  readonly #logger = new Logger('Crowsnest');

  constructor(
    @Inject(CROWSNEST_OPTIONS) private readonly options: CrowsnestOptions,
    private readonly adapterHost: HttpAdapterHost,
    private readonly edge: Edge,
    private readonly tokens: AdminTokens,
  ) {
    adapterHost.listen$.subscribe(() => this.#announce());
  }

  #announce(): void {
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    this.#warn(server);
    const origin = this.options.access?.publicUrl ?? originOf(server);
    if (origin === undefined) return;
    const dashboard = `${origin}${this.edge.base}${ROUTES.dashboard}/`;
    this.#logger.log(`Agents connect to ${origin}${this.edge.endpointPath}, admins to ${dashboard}`);
    const { generatedToken } = this.tokens;
    if (generatedToken === null) return;
    // The token is shown only here. A browser does not send what follows the #, so no server logs it.
    process.stdout.write(`Sign in: ${dashboard}#token=${generatedToken}\n`);
  }

  // Our own server refuses to start with short secrets; somebody else's application only gets a warning.
  #warn(server: Server): void {
    if (this.options.standalone) return;
    for (const warning of [connectionWarning(server), shortSecretsWarning(this.options, server)])
      if (warning !== undefined) this.#logger.warn(warning);
  }
}

/** The origin at which the server listens; undefined for a socket that has no port. */
function originOf(server: Server): string | undefined {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') return undefined;
  const { address, port, family } = bound;
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  // A browser cannot open a wildcard address. The server listens on the loopback address too.
  if (address === '0.0.0.0' || address === '::') return `${scheme}://127.0.0.1:${port}`;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
