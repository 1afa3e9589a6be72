import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import { EdgeError } from '../errors/edge-error.ts';
import { acceptedHostnames } from './accepted-hostnames.ts';
import type { AccessOptions } from './access-options.ts';

/** Maximum number of valid Host headers in the cache. */
const MAX_KNOWN_HOSTS = 64;

/** Knows the server's own names, and so decides which requests and pages are foreign. */
export class AccessPolicy {
  readonly #hostnames: string[];
  readonly #publicOrigin: string | undefined;
  /** Cache of valid Host headers, because nearly every request repeats one. */
  readonly #knownHosts = new Set<string>();

  constructor(options: AccessOptions) {
    this.#hostnames = acceptedHostnames(options);
    this.#publicOrigin = options.publicUrl ? new URL(options.publicUrl).origin : undefined;
  }

  /** Returns a 403 for a request to a foreign host or from a foreign page; `undefined` when the request is allowed. */
  refusalOf(request: Request): EdgeError | undefined {
    // The Host header itself is always checked. A page behind a rebound name can send X-Forwarded-Host, possibly from
    // an address that is trusted as a proxy, but it cannot change Host.
    if (!this.#isOwnHost(request.headers.host) || !this.#isOwnHost(request.host)) return foreignHost();
    const { origin } = request.headers;
    if (origin === undefined || validateOriginHeader(origin, this.#hostnames).ok) return undefined;
    return foreignOrigin();
  }

  /** The origin of the public URL, if there is one. */
  get publicOrigin(): string | undefined {
    return this.#publicOrigin;
  }

  /** The origins of the server's own pages, as this request reaches the server. The last one is the public origin. */
  ownOrigins(request: Request): [string, ...string[]] {
    const reached = new URL(`${isSecure(request) ? 'https' : 'http'}://${request.host}`).origin;
    return this.#publicOrigin ? [reached, this.#publicOrigin] : [reached];
  }

  /** Whether the client uses TLS to reach the server or the proxy in front of it. */
  isBehindTls(request: Request): boolean {
    return isSecure(request) || this.#publicOrigin?.startsWith('https:') === true;
  }

  #isOwnHost(host = ''): boolean {
    if (this.#knownHosts.has(host)) return true;
    if (!validateHostHeader(host, this.#hostnames).ok) return false;
    // Limited, because a client can invent any number of ports.
    if (this.#knownHosts.size < MAX_KNOWN_HOSTS) this.#knownHosts.add(host);
    return true;
  }
}

/** What a trusted proxy says of the scheme is a text of any form. */
function isSecure({ protocol }: Request): boolean {
  return protocol.toLowerCase() === 'https';
}

function foreignHost(): EdgeError {
  const message =
    'This server is not known under that Host. Add the name to CROWSNEST_ALLOWED_HOSTS (access.allowedHosts) if it belongs to the server.';
  return new EdgeError(403, 'FOREIGN_HOST', message);
}

function foreignOrigin(): EdgeError {
  const message =
    'Pages of that Origin may not use this server. Add its host to CROWSNEST_ALLOWED_HOSTS (access.allowedHosts) to allow it.';
  return new EdgeError(403, 'FOREIGN_ORIGIN', message);
}
