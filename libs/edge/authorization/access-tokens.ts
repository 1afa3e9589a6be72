import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyResult } from 'jose';
import { EdgeError, unauthenticated } from '../errors/edge-error.ts';
import type { TokenVerifier } from '../identity/bearer-source.ts';
import type { AgentPrincipal } from '../identity/principal.ts';
import { agentOfToken } from './agent-of-token.ts';
import { TOKEN_ALGORITHMS, type IssuerOptions } from './authorization-options.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { IssuerUnreachable } from './issuer-requests.ts';

/** Seconds by which the clocks of issuer and server may differ. */
const SKEW_S = 60;

/** Seconds after which an agent may try again when its issuer does not answer. */
const RETRY_S = 5;

/** What `typ` may say: an access token (RFC 9068), or a JWT of whatever kind. */
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt', 'application/jwt']);

interface Issuer {
  options: IssuerOptions;
  keys: IssuerKeys;
}

/** Identifies agents by access tokens (JWT) of configured issuers. */
export class AccessTokens implements TokenVerifier<AgentPrincipal> {
  readonly #issuers: ReadonlyMap<string, Issuer>;

  /** `resource` is the URL by which tokens name this server where an issuer has no `audience`. */
  constructor(
    issuers: readonly IssuerOptions[],
    private readonly server: { serverKey: string; resource: () => string | undefined },
  ) {
    this.#issuers = new Map(
      issuers.map((options) => [options.issuer, { options, keys: new IssuerKeys(options) }]),
    );
  }

  /**
   * The agent of a token; `undefined` for whatever no issuer has signed. Rejects with an `EdgeError`: 401 for a token of
   * an issuer that does not hold here, or 503 if the issuer does not answer.
   */
  async verify(token: string): Promise<AgentPrincipal | undefined> {
    const issuer = this.#issuerOf(token);
    if (!issuer) return undefined;
    try {
      return this.#agentOf(await this.#verified(token, issuer), issuer.options);
    } catch (error) {
      if (error instanceof EdgeError) throw error;
      if (error instanceof errors.JWTExpired) throw refusal('the token has expired');
      if (error instanceof errors.JWTClaimValidationFailed)
        throw refusal(`the claim "${error.claim}" does not hold here`);
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return undefined;
      throw unreachable(issuer.options, error);
    }
  }

  #issuerOf(token: string): Issuer | undefined {
    try {
      return this.#issuers.get(decodeJwt(token).iss ?? '');
    } catch {
      return undefined;
    }
  }

  #verified(token: string, { options, keys }: Issuer): Promise<JWTVerifyResult> {
    const resource = this.server.resource();
    return jwtVerify(token, keys.find, {
      issuer: options.issuer,
      audience: [...(options.audience ?? (resource === undefined ? [] : [resource]))],
      algorithms: [...(options.algorithms ?? TOKEN_ALGORITHMS)],
      clockTolerance: SKEW_S,
      requiredClaims: ['exp'],
    });
  }

  #agentOf({ payload, protectedHeader }: JWTVerifyResult, options: IssuerOptions): AgentPrincipal {
    if (!TYPES.has(protectedHeader.typ?.toLowerCase() ?? 'jwt')) throw refusal('it is not an access token');
    // Whoever holds a bound token must also prove that they have its key.
    if (payload['cnf'] !== undefined) throw refusal('tokens that are bound to a key are not supported');
    const agent = agentOfToken(payload, options, this.server.serverKey);
    if (typeof agent === 'string') throw refusal(agent);
    return { ...agent, expiresAt: expiryOf(payload) };
  }
}

/** Streams end when the token expires. Within the tolerance after that, they end with it. */
function expiryOf({ exp = 0 }: JWTPayload): number {
  return (exp * 1000 > Date.now() ? exp : exp + SKEW_S) * 1000;
}

function refusal(reason: string): EdgeError {
  return unauthenticated(`Unauthorized: ${reason}`, { error: 'invalid_token' });
}

function unreachable({ issuer }: IssuerOptions, error: unknown): EdgeError {
  const cause = error instanceof IssuerUnreachable ? error.message : 'it does not answer';
  const message = `The access token cannot be checked, because its issuer ${issuer} cannot be reached: ${cause}. Try again in ${RETRY_S} s.`;
  return new EdgeError(503, 'ISSUER_UNREACHABLE', message, { retryAfterSeconds: RETRY_S });
}
