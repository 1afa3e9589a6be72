import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { filter, map, merge, NEVER, Subject, take, timer, type Observable } from 'rxjs';
import type { AdminPrincipal, AdminSession } from './admin-principal.ts';
import type { AdminTokens, TokenHolder } from './admin-tokens.ts';
import type { SignedOut } from './signed-out.ts';

/** How long a sign-in lasts: 12 hours. */
export const SIGN_IN_MS = 12 * 60 * 60 * 1000;

/**
 * Sign-ins by cookie. The cookie's value is a signed token (HS256) that carries its own end, the sign-in's
 * id and the fingerprint of the admin token it was had for, so that it outlives a restart and dies with
 * that token.
 */
export class AdminSessions {
  readonly #key: Uint8Array;
  readonly #signedOut = new Subject<string>();

  constructor(
    key: string,
    private readonly tokens: AdminTokens,
    private readonly ended: SignedOut,
  ) {
    this.#key = Buffer.from(key, 'base64url');
  }

  /** Begins a session of the holder: the cookie's value, and whom it stands for. */
  async begin(holder: TokenHolder): Promise<{ cookie: string; principal: AdminPrincipal }> {
    const now = Date.now();
    const session = { id: randomUUID(), expiresAt: now + SIGN_IN_MS };
    const cookie = await new SignJWT({ token: holder.fingerprint })
      .setProtectedHeader({ alg: 'HS256' })
      .setJti(session.id)
      .setIssuedAt(now / 1000)
      .setExpirationTime(session.expiresAt / 1000)
      .sign(this.#key);
    return { cookie, principal: principalOf(holder, session) };
  }

  /** Whom the cookie stands for; `undefined` when it is forged, over, signed out of, or its token withdrawn. */
  async find(cookie: string): Promise<AdminPrincipal | undefined> {
    const { jti, iat, exp, token } = await this.#read(cookie);
    if (jti === undefined || iat === undefined || exp === undefined) return undefined;
    if (this.ended.has(jti, Math.round(iat * 1000))) return undefined;
    const holder = this.tokens.findByFingerprint(token);
    return holder && principalOf(holder, { id: jti, expiresAt: Math.round(exp * 1000) });
  }

  /** Ends the session, also for the streams that were opened with it. Throws when that cannot be kept. */
  end(session: AdminSession): void {
    try {
      this.ended.add(session);
    } finally {
      this.#signedOut.next(session.id);
    }
  }

  /** Emits once when the admin's session ends, by sign-out or by time; never for a bearer token. */
  whenEnded({ session }: AdminPrincipal): Observable<void> {
    if (!session) return NEVER;
    const signOut = this.#signedOut.pipe(filter((id) => id === session.id));
    return merge(signOut, timer(new Date(session.expiresAt))).pipe(
      take(1),
      map(() => undefined),
    );
  }

  async #read(cookie: string): Promise<JWTPayload> {
    try {
      return (await jwtVerify(cookie, this.#key, { algorithms: ['HS256'] })).payload;
    } catch {
      return {};
    }
  }
}

/** The holder of a token as a principal: of a bearer token, or of a session that was begun with it. */
export function principalOf(
  { name, role, tenantId }: TokenHolder,
  session: AdminSession | null = null,
): AdminPrincipal {
  return { name, role, tenantId, session };
}
