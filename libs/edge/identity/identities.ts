import type { Request } from 'express';
import { unauthenticated } from '../errors/edge-error.ts';
import type { Principal } from './principal.ts';

/** One kind of credential that a request can carry: a bearer token, a cookie, or none at all. */
export interface IdentitySource<P extends Principal> {
  /**
   * The principal whom the credential names; `undefined` when the request carries no such credential.
   * Throws an `EdgeError` when a wrong one decides alone: 401, or 429 after too many.
   */
  find(request: Request): P | undefined | Promise<P | undefined>;
}

/**
 * Finds out who sends a request. The first source that knows a principal decides. Guards and endpoints ask
 * this port alone, so a new kind of credential is a new source.
 */
export class Identities<P extends Principal> {
  /** `hint` says which credentials the route takes, for the message of a 401. */
  constructor(
    private readonly sources: readonly IdentitySource<P>[],
    private readonly hint: (request: Request) => string,
  ) {}

  /** Rejects with an `EdgeError`: 401 when no source knows the principal, 429 after too many wrong attempts. */
  async authenticate(request: Request): Promise<P> {
    for (const source of this.sources) {
      const found = source.find(request);
      const principal = found instanceof Promise ? await found : found;
      if (principal) return principal;
    }
    throw unauthenticated(this.hint(request));
  }
}
