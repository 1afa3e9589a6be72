import type { Request } from 'express';
import type { AccessPolicy } from '../access/access-policy.ts';
import type { EdgeError } from '../errors/edge-error.ts';
import type { AuthorizationOptions } from './authorization-options.ts';

/** Where clients find how to get an access token (RFC 9728). */
const RESOURCE_METADATA_PATH = '/.well-known/oauth-protected-resource';

/** The MCP endpoint as a protected resource of OAuth 2.1, as long as there are authorization servers. */
export class ProtectedResource {
  #options: AuthorizationOptions | undefined;

  constructor(
    options: AuthorizationOptions | undefined,
    private readonly policy: AccessPolicy,
    private readonly endpoint: { readonly endpointPath: string },
  ) {
    this.#options = options;
  }

  /** Undefined while there is no authorization server. */
  get options(): AuthorizationOptions | undefined {
    return this.#options;
  }

  replaceWith(options: AuthorizationOptions | undefined): void {
    this.#options = options;
  }

  /**
   * The paths of the metadata: the one that belongs to the endpoint as agents know it, as it is here, and the root form.
   * None while there is no authorization server.
   */
  get metadataPaths(): string[] {
    if (!this.#options) return [];
    const { endpointPath } = this.endpoint;
    const { resource } = this.#options;
    const known = resource === undefined ? endpointPath : new URL(resource).pathname.replace(/\/$/, '');
    return [...new Set([known, endpointPath, ''])].map((path) => `${RESOURCE_METADATA_PATH}${path}`);
  }

  /** The URL by which tokens name the endpoint; undefined where nothing says it, for a client may choose the host. */
  get identifier(): string | undefined {
    const { publicOrigin } = this.policy;
    if (this.#options?.resource !== undefined) return this.#options.resource;
    return publicOrigin === undefined ? undefined : `${publicOrigin}${this.endpoint.endpointPath}`;
  }

  metadata(request: Request): object {
    const { issuers = [], scopesSupported } = this.#options ?? {};
    return {
      resource: this.identifier ?? `${this.#originFor(request)}${this.endpoint.endpointPath}`,
      authorization_servers: issuers.map(({ issuer }) => issuer),
      bearer_methods_supported: ['header'],
      ...(scopesSupported && { scopes_supported: scopesSupported }),
    };
  }

  /** The `WWW-Authenticate` header of a refusal, 401 or 403; undefined while there is no authorization server. */
  challenge(request: Request, { challenge }: EdgeError): string | undefined {
    if (!this.#options) return undefined;
    const { error, scopes = this.#options.scopesSupported ?? [] } = challenge ?? {};
    const parts = {
      ...(error !== undefined && { error }),
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      resource_metadata: `${this.#originFor(request)}${this.metadataPaths[0]}`,
    };
    return `Bearer ${Object.entries(parts)
      .map(([name, value]) => `${name}="${value}"`)
      .join(', ')}`;
  }

  #originFor(request: Request): string {
    const resource = this.#options?.resource;
    if (resource !== undefined) return new URL(resource).origin;
    return this.policy.publicOrigin ?? this.policy.ownOrigins(request)[0];
  }
}
