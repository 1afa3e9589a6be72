import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { loggableError } from '#redaction';
import { accountOf, isComplete, type Account, type IdentityClaims } from './account.ts';
import { clientSecretOf } from './client-secret.ts';
import { isRefusal, isWrongClient, oidcErrorOf, providerFailed, signInInvalid } from './oidc-errors.ts';
import { DEFAULT_RECHECK_MS, DEFAULT_SCOPES, type OidcProviderOptions } from './oidc-options.ts';

/** Seconds that a provider has for an answer. */
const ANSWER_S = 10;

/** The secrets of one sign-in under way, which tie the answer of the provider to the request. */
export interface AuthorizationSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** What a provider grants: who the person is, and the means to ask again and to sign out there. */
export interface Grant {
  account: Account;
  refreshToken: string | undefined;
  idToken: string | undefined;
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** A provider of identities, spoken to in the authorization code flow with PKCE. */
export class OidcProvider {
  readonly #logger = new Logger('SignIn');
  #configuration: Promise<oidc.Configuration> | undefined;

  constructor(readonly options: OidcProviderOptions) {}

  get name(): string {
    return this.options.name;
  }

  get title(): string {
    return this.options.title ?? this.options.name;
  }

  get issuer(): string {
    return this.options.issuer;
  }

  /** The same as long as the options give the same people the same rights for as long. */
  get terms(): string {
    const { issuer, clientId, claim, nameClaim, roles, recheckMs } = this.options;
    const terms = JSON.stringify([issuer, clientId, claim, nameClaim, roles, recheckMs]);
    return createHash('sha256').update(terms).digest('base64url').slice(0, 12);
  }

  /** Milliseconds after which a person who is signed in has to be asked about again. */
  get recheckMs(): number {
    return this.options.recheckMs ?? DEFAULT_RECHECK_MS;
  }

  /** Where a browser signs in. Rejects with 503 if the provider cannot be reached. */
  async authorizationUrl(redirectUri: string, secrets: AuthorizationSecrets, prompt?: string): Promise<URL> {
    const configuration = await this.#discover();
    return oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: (this.options.scopes ?? DEFAULT_SCOPES).join(' '),
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      ...(prompt !== undefined && { prompt }),
    });
  }

  /**
   * Exchanges the code of the callback's URL. Rejects with 400 if the answer is not the one to this sign-in or is not
   * valid, with 403 if the provider refuses, and with 503 if it cannot be reached.
   */
  async exchange(callback: URL, { state, nonce, verifier }: AuthorizationSecrets): Promise<Grant> {
    const configuration = await this.#discover();
    try {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
      const tokens = await oidc.authorizationCodeGrant(configuration, callback, checks);
      return await this.#grantOf(configuration, tokens, undefined);
    } catch (error) {
      throw this.#explained(error, signInInvalid);
    }
  }

  /**
   * Asks again about a person. Resolves with undefined if the provider does not vouch for the person any more. Rejects
   * with 503 if it cannot be reached.
   */
  async renew(refreshToken: string, subject: string): Promise<Grant | undefined> {
    const configuration = await this.#discover();
    try {
      const tokens = await oidc.refreshTokenGrant(configuration, refreshToken);
      const grant = await this.#grantOf(configuration, tokens, subject);
      return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw this.#explained(error, () => providerFailed(this.title));
    }
  }

  /** Where a browser signs out at the provider and comes back; undefined if the provider has no such place. */
  async endSessionUrl(idToken: string | undefined, returnTo: string): Promise<URL | undefined> {
    const configuration = await this.#discover();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: returnTo,
      ...(idToken !== undefined && { id_token_hint: idToken }),
    });
  }

  /** The claims of the ID token, and those of the user info if groups or name are missing. */
  async #grantOf(
    configuration: oidc.Configuration,
    tokens: Tokens,
    subject: string | undefined,
  ): Promise<Grant> {
    const idClaims = tokens.claims();
    const sub = subject ?? idClaims?.sub ?? '';
    // A refreshed ID token has to be of the same person.
    if (idClaims && idClaims.sub !== sub) throw signInInvalid();
    let claims: IdentityClaims = { ...idClaims, sub };
    const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
    if (hasUserInfo && !isComplete(this.options, claims)) {
      const userInfo = await oidc.fetchUserInfo(configuration, tokens.access_token, sub);
      claims = { ...claims, ...userInfo, sub };
    }
    return {
      account: accountOf(this.options, claims),
      refreshToken: tokens.refresh_token,
      idToken: tokens.id_token,
    };
  }

  /** Reads the provider's metadata once it can be reached. All who wait for them share one request. */
  async #discover(): Promise<oidc.Configuration> {
    this.#configuration ??= this.#readMetadata();
    try {
      return await this.#configuration;
    } catch (error) {
      this.#configuration = undefined;
      throw this.#explained(error, () => providerFailed(this.title));
    }
  }

  #readMetadata(): Promise<oidc.Configuration> {
    const { issuer, clientId } = this.options;
    const secret = clientSecretOf(this.options);
    const authentication = secret.kind === 'secret' ? secretAuthentication(secret.secret) : oidc.None();
    const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(new URL(issuer), clientId, undefined, authentication, {
      execute: [oidc.enableNonRepudiationChecks, ...insecure],
      timeout: ANSWER_S,
    });
  }

  /** What a person is told instead of the error, whose cause goes into the server's log. */
  #explained(error: unknown, byDefault: (provider: string) => Error): Error {
    const { told, cause } = oidcErrorOf(error, this.title, byDefault);
    if (isWrongClient(error)) {
      // The secret is read again, because its file may hold another one by now.
      this.#configuration = undefined;
      this.#logger.warn(`${this.title} refuses the client ${this.options.clientId}, or its secret`);
    } else if (cause !== undefined) this.#logger.warn(`${this.title}: ${loggableError(cause)}`);
    return told;
  }
}

/** Authenticates the client in the way that the provider supports: by header, as the standard prefers, or in the body. */
function secretAuthentication(secret: string): oidc.ClientAuth {
  const basic = oidc.ClientSecretBasic(secret);
  const post = oidc.ClientSecretPost(secret);
  return (server, client, body, headers) => {
    const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server;
    const authenticate = methods.includes('client_secret_basic') ? basic : post;
    return authenticate(server, client, body, headers);
  };
}
