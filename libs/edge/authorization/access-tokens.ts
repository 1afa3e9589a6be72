import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyResult } from 'jose';
import { Subject, type Observable } from 'rxjs';
import { EdgeError, unauthenticated } from '../errors/edge-error.ts';
import type { AgentTokens } from '../identity/agent-identities.ts';
import type { AgentPrincipal } from '../identity/principal.ts';
import { agentOfToken } from './agent-of-token.ts';
import { TOKEN_ALGORITHMS, type AuthorizationOptions, type IssuerOptions } from './authorization-options.ts';
import { IssuerUnreachable } from './issuer-requests.ts';
import { issuersOf, type Issuer, type Issuers } from './issuers.ts';
import type { ProtectedResource } from './protected-resource.ts';

/** Seconds by which the clocks of issuer and server may differ. */
const SKEW_S = 60;

/** Seconds after which an agent may try again when its issuer does not answer. */
const RETRY_S = 5;

/** What `typ` may say: an access token (RFC 9068), or a JWT of whatever kind. */
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt', 'application/jwt']);

/** Identifies agents by access tokens (JWT) of issuers, which can be replaced while the server runs. */
export class AccessTokens implements AgentTokens {
  readonly #withdrawn = new Subject<string>();
  #issuers: Issuers;

  /** `resource` is what tokens are for. It names the issuers, and itself where an issuer has no `audience`. */
  constructor(
    private readonly resource: ProtectedResource,
    private readonly serverKey: string,
  ) {
    this.#issuers = issuersOf(resource.options);
  }

  get areAccepted(): boolean {
    return this.#issuers.size > 0;
  }

  /** The id of each issuer whose tokens are no longer accepted, or are read in another way. */
  get withdrawn(): Observable<string> {
    return this.#withdrawn;
  }

  /** Replaces all issuers. An issuer whose tokens are read as before continues. */
  replaceAll(options: AuthorizationOptions | undefined): void {
    const before = this.#issuers;
    this.resource.replaceWith(options);
    this.#issuers = issuersOf(options, before);
    for (const { id } of before.values()) if (!this.#isKnown(id)) this.#withdrawn.next(id);
  }

  isValid({ expiresAt = 0, issuerId = '' }: AgentPrincipal): boolean {
    return Date.now() < expiresAt && this.#isKnown(issuerId);
  }

  /**
   * The agent of a token; `undefined` for whatever no issuer has signed. Rejects with an `EdgeError`: 401 for a token of
   * an issuer that does not hold here, or 503 if the issuer does not answer.
   */
  async verify(token: string): Promise<AgentPrincipal | undefined> {
    const issuer = this.#issuerOf(token);
    if (!issuer) return undefined;
    try {
      return this.#agentOf(await this.#verified(token, issuer), issuer);
    } catch (error) {
      if (error instanceof EdgeError) throw error;
      if (error instanceof errors.JWTExpired) throw refusal('the token has expired');
      if (error instanceof errors.JWTClaimValidationFailed)
        throw refusal(`the claim "${error.claim}" does not hold here`);
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return undefined;
      throw unreachable(issuer.options, error);
    }
  }

  /** Called by Nest. */
  onModuleDestroy(): void {
    this.#withdrawn.complete();
  }

  #issuerOf(token: string): Issuer | undefined {
    if (!this.areAccepted) return undefined;
    try {
      return this.#issuers.get(decodeJwt(token).iss ?? '');
    } catch {
      return undefined;
    }
  }

  #isKnown(id: string): boolean {
    return [...this.#issuers.values()].some((issuer) => issuer.id === id);
  }

  #verified(token: string, { options, keys }: Issuer): Promise<JWTVerifyResult> {
    const { identifier } = this.resource;
    return jwtVerify(token, keys.find, {
      issuer: options.issuer,
      audience: [...(options.audience ?? (identifier === undefined ? [] : [identifier]))],
      algorithms: [...(options.algorithms ?? TOKEN_ALGORITHMS)],
      clockTolerance: SKEW_S,
      requiredClaims: ['exp'],
    });
  }

  #agentOf({ payload, protectedHeader }: JWTVerifyResult, { id: issuerId, options }: Issuer): AgentPrincipal {
    if (!TYPES.has(protectedHeader.typ?.toLowerCase() ?? 'jwt')) throw refusal('it is not an access token');
    // Whoever holds a bound token must also prove that they have its key.
    if (payload['cnf'] !== undefined) throw refusal('tokens that are bound to a key are not supported');
    const agent = agentOfToken(payload, options, this.serverKey);
    if (typeof agent === 'string') throw refusal(agent);
    return { ...agent, issuerId, expiresAt: expiryOf(payload) };
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
