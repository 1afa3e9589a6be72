import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { filter, map, merge, startWith, take, timer, type Observable } from 'rxjs';
import type { AdminPrincipal, SignIn } from '#edge';
import type { AdminTokens } from './admin-tokens.ts';
import type { OidcProviders } from './oidc/oidc-providers.ts';
import type { SignedOut } from './sign-outs/signed-out.ts';
import { SIGN_IN_MS } from './sign-outs/sign-in-duration.ts';

/**
 * Sign-ins by cookie. The cookie's value is a signed token (HS256) with its own expiry, the sign-in's id and
 * the id of the principal whose token it was had for. It outlives a restart and dies with that token.
 */
export class AdminSessions {
  readonly #key: Uint8Array;

  constructor(
    key: string,
    private readonly tokens: AdminTokens,
    private readonly ended: SignedOut,
    private readonly providers: OidcProviders,
  ) {
    this.#key = Buffer.from(key, 'base64url');
  }

  /** Signs the admin in: returns the cookie's value and the sign-in that it stands for. */
  async begin(admin: AdminPrincipal): Promise<{ cookie: string; signIn: SignIn }> {
    const signIn = this.ended.newSignIn(admin.id);
    const cookie = await new SignJWT({ token: admin.id })
      .setProtectedHeader({ alg: 'HS256' })
      .setJti(signIn.id)
      .setIssuedAt((signIn.expiresAt - SIGN_IN_MS) / 1000)
      .setExpirationTime(signIn.expiresAt / 1000)
      .sign(this.#key);
    return { cookie, signIn };
  }

  /** The principal whom the cookie stands for; `undefined` when it is forged, expired, signed out of, or its token withdrawn. */
  async find(cookie: string): Promise<AdminPrincipal | undefined> {
    const { jti, exp, token } = await this.#read(cookie);
    if (jti === undefined || exp === undefined) return undefined;
    const admin = this.tokens.findById(token);
    const signIn = { id: jti, expiresAt: Math.round(exp * 1000) };
    return admin && !this.ended.has(admin.id, signIn) ? { ...admin, signIn } : undefined;
  }

  /**
   * Ends the admin's sign-in at once, also for the streams that were opened with it. Rejects when that cannot be kept.
   */
  end(admin: AdminPrincipal): Promise<void> {
    return this.ended.add(admin);
  }

  /**
   * Emits once when the admin is out: by sign-out at any instance, or because the sign-in or the token has expired, or the
   * token is withdrawn, or the provider has to vouch for the admin again.
   */
  whenEnded(admin: AdminPrincipal): Observable<void> {
    const { id, signIn } = admin;
    if (!signIn) return this.tokens.whenWithdrawn(admin);
    const withdrawn = signIn.provider
      ? merge(
          timer(new Date(signIn.provider.checkedUntil)),
          this.providers.whenReplaced(signIn.provider.name),
        )
      : this.tokens.whenWithdrawn(admin);
    const signOut = this.ended.changes.pipe(
      startWith(undefined),
      filter(() => this.ended.has(id, signIn)),
    );
    return merge(withdrawn, signOut, timer(new Date(signIn.expiresAt))).pipe(
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
