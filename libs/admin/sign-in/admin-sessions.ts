import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { filter, map, merge, NEVER, Subject, take, timer, type Observable } from 'rxjs';
import type { AdminPrincipal } from '#edge';
import type { AdminTokens } from './admin-tokens.ts';
import type { SignedOut } from './signed-out.ts';

/** Duration of a sign-in: 12 hours, in milliseconds. */
export const SIGN_IN_MS = 12 * 60 * 60 * 1000;

/**
 * Sign-ins by cookie. The cookie's value is a signed token (HS256) with its own expiry, the sign-in's id and
 * the id of the principal whose token it was had for. It outlives a restart and dies with that token.
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

  /** Signs the admin in: returns the cookie's value and the principal whom it stands for. */
  async begin(admin: AdminPrincipal): Promise<{ cookie: string; principal: AdminPrincipal }> {
    const now = Date.now();
    const signIn = { id: randomUUID(), expiresAt: now + SIGN_IN_MS };
    const cookie = await new SignJWT({ token: admin.id })
      .setProtectedHeader({ alg: 'HS256' })
      .setJti(signIn.id)
      .setIssuedAt(now / 1000)
      .setExpirationTime(signIn.expiresAt / 1000)
      .sign(this.#key);
    return { cookie, principal: { ...admin, signIn } };
  }

  /** The principal whom the cookie stands for; `undefined` when it is forged, expired, signed out of, or its token withdrawn. */
  async find(cookie: string): Promise<AdminPrincipal | undefined> {
    const { jti, iat, exp, token } = await this.#read(cookie);
    if (jti === undefined || iat === undefined || exp === undefined) return undefined;
    const admin = this.tokens.findById(token);
    if (!admin || this.ended.has(admin.id, jti, Math.round(iat * 1000))) return undefined;
    return { ...admin, signIn: { id: jti, expiresAt: Math.round(exp * 1000) } };
  }

  /**
   * Ends the admin's sign-in at once, also for the streams that were opened with it. Rejects when that cannot be kept.
   */
  async end(admin: AdminPrincipal): Promise<void> {
    const kept = this.ended.add(admin);
    if (admin.signIn) this.#signedOut.next(admin.signIn.id);
    await kept;
  }

  /** Emits once when the admin's sign-in ends, by sign-out or by expiry; never for a bearer token. */
  whenEnded({ signIn }: AdminPrincipal): Observable<void> {
    if (!signIn) return NEVER;
    const signOut = this.#signedOut.pipe(filter((id) => id === signIn.id));
    return merge(signOut, timer(new Date(signIn.expiresAt))).pipe(
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
