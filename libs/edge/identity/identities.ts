import type { Request } from 'express';
import { unauthenticated } from '../errors/edge-error.ts';
import type { Principal } from './principal.ts';

/** One kind of credential: a bearer token, a cookie, or none at all. */
export interface IdentitySource<P extends Principal> {
  /**
   * The principal that the credential identifies; `undefined` when the request carries no such credential. Throws an
   * `EdgeError` when the credential is wrong and no other may replace it: 401, or 429 after too many attempts.
   */
  find(request: Request): P | undefined | Promise<P | undefined>;
}

/**
 * Identifies the sender of a request. The first source that knows a principal decides. Guards and endpoints only use
 * this class, so that a new kind of credential is a new source.
 */
export class Identities<P extends Principal> {
  /** `hint` is part of the 401 message and names the credentials that the route accepts. */
  constructor(
    private readonly sources: readonly IdentitySource<P>[],
    private readonly hint: (request: Request) => string,
  ) {}

  /** Rejects with an `EdgeError`: 401 when no source knows a principal, 429 after too many wrong attempts. */
  async authenticate(request: Request): Promise<P> {
    for (const source of this.sources) {
      const found = source.find(request);
      const principal = found instanceof Promise ? await found : found;
      if (principal) return principal;
    }
    throw unauthenticated(this.hint(request));
  }
}
