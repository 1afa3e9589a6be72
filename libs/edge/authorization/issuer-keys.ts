import { createRemoteJWKSet, customFetch, errors, type CryptoKey, type JWTVerifyGetKey } from 'jose';
import type { IssuerOptions } from './authorization-options.ts';
import { jwksUriOf } from './issuer-metadata.ts';
import { IssuerRequests, IssuerUnreachable } from './issuer-requests.ts';

/** Milliseconds for which keys are used before they are fetched again. A withdrawn key is valid no longer than this. */
const KEPT_MS = 300_000;

/** Milliseconds after a fetch in which an unknown key does not lead to another one. */
const COOLDOWN_MS = 30_000;

/** The public keys of an issuer. They are fetched when they are needed, once for all requests that wait for them. */
export class IssuerKeys {
  readonly #requests = new IssuerRequests();
  #set: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: Pick<IssuerOptions, 'issuer' | 'jwksUri'>) {}

  /** The key that signs a token. Rejects with {@link IssuerUnreachable}, or with jose's error for an unknown key. */
  readonly find: JWTVerifyGetKey = async (header, token): Promise<CryptoKey> => {
    const set = await (this.#set ??= this.#open());
    try {
      return (await set(header, token)) as CryptoKey;
    } catch (error) {
      if (error instanceof errors.JWKSInvalid)
        throw new IssuerUnreachable(this.options.issuer, 'has no valid keys');
      throw error;
    }
  };

  async #open(): Promise<JWTVerifyGetKey> {
    const { issuer, jwksUri } = this.options;
    try {
      const url = jwksUri === undefined ? await jwksUriOf(issuer, this.#requests) : new URL(jwksUri);
      return createRemoteJWKSet(url, {
        cacheMaxAge: KEPT_MS,
        cooldownDuration: COOLDOWN_MS,
        [customFetch]: this.#requests.fetch,
      });
    } catch (error) {
      // The next request asks again.
      this.#set = undefined;
      throw error;
    }
  }
}
