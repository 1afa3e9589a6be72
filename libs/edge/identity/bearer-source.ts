import type { Request } from 'express';
import { tooMany, unauthenticated } from '../errors/edge-error.ts';
import { AttemptLimiter } from './attempt-limiter.ts';
import { bearerTokenOf } from './bearer-token.ts';
import { clientNetworkOf } from './client-network.ts';
import { FamiliarPrincipals } from './familiar-principals.ts';
import type { IdentitySource } from './identities.ts';
import type { Principal } from './principal.ts';

/** One kind of bearer token: configured secrets today; signed tokens of an issuer fit beside them. */
export interface TokenVerifier<P extends Principal> {
  /** The principal whom the token names; `undefined` when it is none of this kind. */
  verify(token: string): P | undefined | Promise<P | undefined>;
}

/**
 * Identifies principals by `Authorization: Bearer`. Wrong tokens are counted by client network. After too many
 * of them only a principal who was right from there before gets through: one client behind a shared address
 * cannot lock out the others, nor guess on.
 */
export class BearerSource<P extends Principal> implements IdentitySource<P> {
  readonly #attempts = new AttemptLimiter();
  readonly #familiar = new FamiliarPrincipals();

  /** `wrongToken` is the message of the 401 for a token that no verifier knows. */
  constructor(
    private readonly verifiers: readonly TokenVerifier<P>[],
    private readonly wrongToken: string,
  ) {}

  /** Rejects with 401 for a wrong token: no other credential makes up for it. 429 after too many. */
  async find(request: Request): Promise<P | undefined> {
    const token = bearerTokenOf(request);
    if (token === undefined) return undefined;
    const network = clientNetworkOf(request);
    const principal = await this.#verify(token);
    const blockedForMs = this.#attempts.blockedForMs(network);
    if (blockedForMs > 0 && !(principal && this.#familiar.has(network, principal))) {
      throw tooMany('TOO_MANY_ATTEMPTS', 'Too many wrong attempts.', Math.ceil(blockedForMs / 1000));
    }
    if (!principal) {
      this.#attempts.countWrong(network);
      throw unauthenticated(this.wrongToken);
    }
    this.#familiar.remember(network, principal);
    return principal;
  }

  async #verify(token: string): Promise<P | undefined> {
    for (const verifier of this.verifiers) {
      const principal = await verifier.verify(token);
      if (principal) return principal;
    }
    return undefined;
  }
}
