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
import type { SessionCookie } from './session-cookie.ts';

/**
 * Identifies admins: by bearer token, or by the cookie of a sign-in. A presented token decides alone; no cookie
 * makes up for a wrong one. Cookies cannot be guessed, and are not counted.
 */
export class AdminIdentities extends Identities<AdminPrincipal> {
  constructor(tokens: AdminTokens, sessions: AdminSessions, cookie: SessionCookie, attempts: Attempts) {
    const bearer = new BearerSource([tokens], 'The token is not one of this server.', attempts);
    super(
      [new ForwardedSource<AdminPrincipal>('admin'), bearer, new CookieSource(sessions, cookie)],
      howToSignIn,
    );
  }
}

class CookieSource implements IdentitySource<AdminPrincipal> {
  constructor(
    private readonly sessions: AdminSessions,
    private readonly cookie: SessionCookie,
  ) {}

  async find(request: Request): Promise<AdminPrincipal | undefined> {
    const value = this.cookie.valueIn(request);
    return value === undefined ? undefined : this.sessions.find(value);
  }
}

function howToSignIn({ query }: Request): string {
  const inUrl = 'token' in query || 'access_token' in query;
  const refused = inUrl ? 'A token in the URL is not accepted, since URLs are kept in many places. ' : '';
  return `${refused}Send Authorization: Bearer with an admin token, or sign in at POST /auth/session.`;
}
