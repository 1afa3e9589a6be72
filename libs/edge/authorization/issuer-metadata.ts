import { isPrivateWay } from './is-private-way.ts';
import { IssuerUnreachable, type IssuerRequests } from './issuer-requests.ts';

/**
 * Finds where the keys of an issuer are, by the metadata of OAuth (RFC 8414) or of OpenID Connect. Rejects with
 * {@link IssuerUnreachable} when neither is there, or is another issuer's.
 */
export async function jwksUriOf(issuer: string, requests: IssuerRequests): Promise<URL> {
  const answers = await Promise.allSettled(
    metadataUrlsOf(issuer).map(async (url) => readJwksUri(issuer, url, await requests.fetch(url))),
  );
  const found = answers.find(({ status }) => status === 'fulfilled') as
    PromiseFulfilledResult<URL> | undefined;
  if (found) return found.value;
  throw (answers[0] as PromiseRejectedResult).reason;
}

function metadataUrlsOf(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

async function readJwksUri(issuer: string, url: string, response: Response): Promise<URL> {
  const metadata: unknown = await response.json();
  const { issuer: named, jwks_uri: jwksUri } = (metadata ?? {}) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer) throw new IssuerUnreachable(url, 'does not name the issuer that is configured');
  if (typeof jwksUri !== 'string' || !URL.canParse(jwksUri))
    throw new IssuerUnreachable(url, 'has no jwks_uri');
  const keys = new URL(jwksUri);
  // Whoever can change what is under way could sign tokens with keys of their own.
  if (!isPrivateWay(keys))
    throw new IssuerUnreachable(url, 'has a jwks_uri that is neither https nor on loopback');
  return keys;
}
