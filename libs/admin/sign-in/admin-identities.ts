import type { Request } from 'express';
import {
  BearerSource,
  ForwardedSource,
  Identities,
  type AdminPrincipal,
  type Attempts,
  type IdentitySource,
} from '#edge';
import type { AdminSessions } from './admin-sessions.ts';
import type { AdminTokens } from './admin-tokens.ts';
import type { OidcSessions } from './oidc/oidc-sessions.ts';
import type { SessionCookie } from './session-cookie.ts';

/** What the cookie of a sign-in is checked with. */
interface SignIns {
  cookie: SessionCookie;
  sessions: AdminSessions;
  atProviders: OidcSessions;
}

/**
 * Identifies admins: by bearer token, or by the cookie of a sign-in. A presented token decides alone; no cookie
 * makes up for a wrong one. Cookies cannot be guessed, and are not counted.
 */
export class AdminIdentities extends Identities<AdminPrincipal> {
  constructor(
    tokens: AdminTokens,
    signIns: SignIns,
    attempts: Attempts,
    whenWrong?: (network: string) => void,
  ) {
    const bearer = new BearerSource([tokens], 'The token is not one of this server.', attempts, whenWrong);
    super([new ForwardedSource<AdminPrincipal>('admin'), bearer, new CookieSource(signIns)], howToSignIn);
  }
}

class CookieSource implements IdentitySource<AdminPrincipal> {
  constructor(private readonly signIns: SignIns) {}

  /** Sets the cookie anew when the provider has vouched for the admin again. */
  async find(request: Request): Promise<AdminPrincipal | undefined> {
    const { cookie, sessions, atProviders } = this.signIns;
    const value = cookie.valueIn(request);
    if (value === undefined) return undefined;
    const byToken = await sessions.find(value);
    if (byToken) return byToken;
    const identity = await atProviders.identify(value);
    if (identity?.cookie !== undefined) cookie.set(request, identity.cookie, identity.principal.signIn);
    return identity?.principal;
  }
}

function howToSignIn({ query }: Request): string {
  const inUrl = 'token' in query || 'access_token' in query;
  const refused = inUrl ? 'A token in the URL is not accepted, since URLs are kept in many places. ' : '';
  return `${refused}Send Authorization: Bearer with an admin token, or sign in at POST /auth/session.`;
}
