/** Signature algorithms of access tokens. None has a secret that issuer and server share. */
export const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'EdDSA',
] as const;

/** One of the algorithms. */
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** Whose access tokens agents may send in place of a key. */
export interface AuthorizationOptions {
  /** One or more. Their URLs must differ. */
  issuers: readonly IssuerOptions[];
  /**
   * The URL of the MCP endpoint as agents know it, where its host is not that of the public URL. Default: the endpoint at the
   * public URL.
   */
  resource?: string;
  /** The scopes that clients ask for first. Default: none are named. */
  scopesSupported?: readonly string[];
}

/** An authorization server, and how its access tokens (JWT) are read. */
export interface IssuerOptions {
  /** Its URL, exactly as in the claim `iss`: https, or http on loopback. */
  issuer: string;
  /** The values of the claim `aud` that mean this server. Default: {@link AuthorizationOptions.resource}. */
  audience?: readonly string[];
  /** Where its keys are. Default: where its metadata says. */
  jwksUri?: string;
  /** Default: all of {@link TOKEN_ALGORITHMS}. */
  algorithms?: readonly TokenAlgorithm[];
  /** The claim with the tenant of the agent. */
  tenantClaim?: string;
  /** The tenant of an agent whose token does not have the claim. Without it, such a token is refused. */
  tenant?: string;
  /** The claim with the name that people see. Default: the client id. */
  nameClaim?: string;
}
