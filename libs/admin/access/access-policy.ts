import { Inject, Injectable } from '@nestjs/common';
import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import type { ErrorBody } from '#contract';
import type { Request } from 'express';
import { acceptedHostnames } from './accepted-hostnames.ts';
import type { AccessOptions } from './access-options.ts';
import { ACCESS_MODULE_OPTIONS } from './access.module-definition.ts';

/** Host headers that are remembered. */
const MAX_KNOWN_HOSTS = 64;

/** Knows the server's own names: which requests are addressed to it, and which pages are its own. */
@Injectable()
export class AccessPolicy {
  readonly #hostnames: string[];
  readonly #publicOrigin: string | undefined;
  /** Host headers that were found to name the server: nearly every request repeats one. */
  readonly #knownHosts = new Set<string>();

  constructor(@Inject(ACCESS_MODULE_OPTIONS) options: AccessOptions) {
    this.#hostnames = acceptedHostnames(options);
    this.#publicOrigin = options.publicUrl ? new URL(options.publicUrl).origin : undefined;
  }

  /** Why the request is refused: `FOREIGN_HOST` or `FOREIGN_ORIGIN`; `undefined` when it may go on. */
  refusalOf(request: Request): ErrorBody | undefined {
    // The Host header itself is always checked: a page behind a rebound name can send X-Forwarded-Host,
    // and may come from an address that is trusted as a proxy. It cannot change Host.
    const hosts = [request.headers.host, request.host];
    if (!hosts.every((host) => this.#isOwnHost(host))) return FOREIGN_HOST;
    const { origin } = request.headers;
    return validateOriginHeader(origin, this.#hostnames).ok ? undefined : FOREIGN_ORIGIN;
  }

  #isOwnHost(host = ''): boolean {
    if (this.#knownHosts.has(host)) return true;
    if (!validateHostHeader(host, this.#hostnames).ok) return false;
    // Ports can be made up by whoever calls: there is no end to them.
    if (this.#knownHosts.size < MAX_KNOWN_HOSTS) this.#knownHosts.add(host);
    return true;
  }

  /** The origins of the server's own pages, as this request reaches it. */
  ownOrigins(request: Request): string[] {
    const reached = new URL(`${request.protocol}://${request.host}`).origin;
    return this.#publicOrigin ? [reached, this.#publicOrigin] : [reached];
  }

  /** Whether the client speaks TLS, to the server or to the proxy before it. */
  isBehindTls(request: Request): boolean {
    return request.secure || this.#publicOrigin?.startsWith('https:') === true;
  }
}

const FOREIGN_HOST = {
  error: 'FOREIGN_HOST',
  message: 'This server is not known under that Host. Name it in CROWSNEST_ALLOWED_HOSTS if it is its own.',
};

const FOREIGN_ORIGIN = {
  error: 'FOREIGN_ORIGIN',
  message:
    'Pages of that Origin may not use this server. Name its host in CROWSNEST_ALLOWED_HOSTS to allow it.',
};
