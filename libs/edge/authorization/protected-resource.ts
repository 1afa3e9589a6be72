import type { Request } from 'express';
import type { AccessPolicy } from '../access/access-policy.ts';
import type { EdgeError } from '../errors/edge-error.ts';
import type { AuthorizationOptions } from './authorization-options.ts';

/** Where clients find how to get an access token (RFC 9728). */
export const RESOURCE_METADATA_PATH = '/.well-known/oauth-protected-resource';

/** The MCP endpoint as a protected resource of OAuth 2.1. */
export class ProtectedResource {
  constructor(
    private readonly options: AuthorizationOptions,
    private readonly policy: AccessPolicy,
    private readonly endpoint: { readonly endpointPath: string },
  ) {}

  /** The paths of the metadata: the one that belongs to the endpoint, and the root form. */
  get metadataPaths(): [string, string] {
    return [`${RESOURCE_METADATA_PATH}${this.endpoint.endpointPath}`, RESOURCE_METADATA_PATH];
  }

  /** The URL by which tokens name the endpoint; undefined without a public URL, for a client may choose the host. */
  get identifier(): string | undefined {
    const { publicOrigin } = this.policy;
    return publicOrigin === undefined ? undefined : `${publicOrigin}${this.endpoint.endpointPath}`;
  }

  metadata(request: Request): object {
    const { issuers, scopesSupported } = this.options;
    return {
      resource: this.identifier ?? `${this.#originFor(request)}${this.endpoint.endpointPath}`,
      authorization_servers: issuers.map(({ issuer }) => issuer),
      bearer_methods_supported: ['header'],
      ...(scopesSupported && { scopes_supported: scopesSupported }),
    };
  }

  /** The `WWW-Authenticate` header of a refusal, 401 or 403. */
  challenge(request: Request, { challenge }: EdgeError): string {
    const { error, scopes = this.options.scopesSupported ?? [] } = challenge ?? {};
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
    return this.policy.publicOrigin ?? this.policy.ownOrigins(request)[0];
  }
}
