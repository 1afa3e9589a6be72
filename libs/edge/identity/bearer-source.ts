import type { Request } from 'express';
import { tooMany, unauthenticated } from '../errors/edge-error.ts';
import type { Attempts } from './attempts/attempts.ts';
import { bearerTokenOf } from './bearer-token.ts';
import { clientNetworkOf } from './client-network.ts';
import type { IdentitySource } from './identities.ts';
import type { Principal } from './principal.ts';

/** Verifies one kind of bearer token. Configured secrets are one kind; signed tokens of an issuer can be another. */
export interface TokenVerifier<P extends Principal> {
  /** The principal that the token identifies; `undefined` when the token is not of this kind. */
  verify(token: string): P | undefined | Promise<P | undefined>;
}

/** Identifies principals by `Authorization: Bearer`. Wrong tokens are counted as {@link Attempts}. */
export class BearerSource<P extends Principal> implements IdentitySource<P> {
  /** `wrongToken` is the message of the 401 for a token that no verifier knows. `whenWrong` is told of each. */
  constructor(
    private readonly verifiers: readonly TokenVerifier<P>[],
    private readonly wrongToken: string,
    private readonly attempts: Attempts,
    private readonly whenWrong?: (network: string) => void,
  ) {}

  /**
   * Rejects with 401 for a wrong token, whatever other credentials the request carries, and with 429 after too many
   * wrong tokens.
   */
  async find(request: Request): Promise<P | undefined> {
    const token = bearerTokenOf(request);
    if (token === undefined) return undefined;
    const network = clientNetworkOf(request);
    const principal = await this.#verify(token);
    const blockedForMs = this.attempts.blockedForMs(network, principal);
    if (blockedForMs > 0)
      throw tooMany('TOO_MANY_ATTEMPTS', 'Too many wrong attempts.', Math.ceil(blockedForMs / 1000));
    if (!principal) {
      this.attempts.countWrong(network);
      this.whenWrong?.(network);
      throw unauthenticated(this.wrongToken, { error: 'invalid_token' });
    }
    this.attempts.remember(network, principal);
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
