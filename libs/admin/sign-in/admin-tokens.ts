import {
  BehaviorSubject,
  defer,
  filter,
  finalize,
  map,
  of,
  repeat,
  share,
  startWith,
  switchMap,
  take,
  timer,
  type Observable,
} from 'rxjs';
import { delayTo, digestOf, keptSecret, principalIdOf, SecretVerifier, type AdminPrincipal } from '#edge';
import type { AdminToken, SignInOptions } from './sign-in-options.ts';

/** The tokens that admins sign in with. */
export class AdminTokens extends SecretVerifier<AdminPrincipal> {
  readonly #changes = new BehaviorSubject<void>(undefined);
  /** By admin and rights, while somebody waits. Streams are many, and each would take 4 KB for operators of its own. */
  readonly #withdrawals = new Map<string, Observable<void>>();

  /** `serverKey` derives the ids of the principals. */
  constructor(
    tokens: readonly AdminToken[],
    private readonly serverKey: string,
    /** The token that the server made because none was configured. Only the sign-in line shows it. */
    readonly generatedToken: string | null = null,
  ) {
    super(tokens.map((token) => secretOf(token, serverKey)));
  }

  /**
   * The configured tokens, or the one that the data directory keeps. Makes that one when it is missing, unless admins
   * sign in at providers only.
   */
  static open({ tokens, dataDirectory, oidc }: SignInOptions, serverKey: string): AdminTokens {
    if (tokens.length > 0 || oidc?.tokens === 'off') return new AdminTokens(tokens, serverKey);
    const token = keptSecret(dataDirectory, 'admin-token');
    return new AdminTokens([{ token, name: 'admin', role: 'admin', tenantId: null }], serverKey, token);
  }

  /** Puts other tokens in the place of all. Who is signed in with one that is gone is out at once. */
  replaceAll(tokens: readonly AdminToken[]): void {
    this.replace(tokens.map((token) => secretOf(token, this.serverKey)));
    this.#changes.next();
  }

  /** Emits once when the admin's token is withdrawn or expires, or comes with other rights. */
  whenWithdrawn(admin: AdminPrincipal): Observable<void> {
    const rights = rightsOf(admin);
    const key = JSON.stringify([admin.id, rights]);
    const known = this.#withdrawals.get(key);
    if (known) return known;
    const withdrawal = this.#changes.pipe(
      switchMap(() => this.#expiryOf(admin)),
      filter(() => rightsOf(this.findById(admin.id)) !== rights),
      take(1),
      map(() => undefined),
      finalize(() => this.#withdrawals.delete(key)),
      share(),
    );
    this.#withdrawals.set(key, withdrawal);
    return withdrawal;
  }

  /** Emits now, and when the admin's token expires. */
  #expiryOf({ id }: AdminPrincipal): Observable<unknown> {
    const expiresAt = this.expiryOf(id);
    if (expiresAt === undefined) return of(undefined);
    return defer(() => timer(delayTo(expiresAt))).pipe(repeat(), startWith(undefined));
  }
}

function secretOf({ name, role, tenantId, expiresAt, ...secret }: AdminToken, serverKey: string) {
  const digest = digestOf('token' in secret ? { secret: secret.token } : { sha256: secret.tokenSha256 });
  const id = principalIdOf(serverKey, 'admin-token', digest);
  const principal = { kind: 'admin', id, name, role, tenantId, signIn: null } as const;
  return { digest, principal, ...(expiresAt !== undefined && { expiresAt: expiresAt.getTime() }) };
}

function rightsOf(admin: AdminPrincipal | undefined): string {
  return JSON.stringify([admin?.name, admin?.role, admin?.tenantId]);
}
