import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { derivedSecret, type AdminPrincipal, type SignIn } from '#edge';
import type { SignedOut } from '../sign-outs/signed-out.ts';
import { KeptSignIn } from './kept-sign-in.ts';
import type { Grant, OidcProvider } from './oidc-provider.ts';
import type { OidcProviders } from './oidc-providers.ts';
import { MAX_COOKIE_BYTES } from './sealed-cookie.ts';
import { Sealer } from './sealer.ts';

/** Milliseconds for which a cookie that was renewed stands for the new one: other requests may be under way with it. */
const RENEWED_MS = 60_000;
const MAX_RENEWALS = 1_000;

/** An admin who is signed in at a provider. */
type ProviderPrincipal = AdminPrincipal & { readonly signIn: SignIn };

/** A principal, and the value of the cookie if it has to be set. */
export interface OidcIdentity {
  principal: ProviderPrincipal;
  cookie?: string;
}

/**
 * Sign-ins at providers. The browser keeps each in a sealed cookie, so that every instance knows it, also after a
 * restart. When its time of trust is over, the provider is asked again, with the refresh token in the cookie.
 */
export class OidcSessions {
  readonly #logger = new Logger('SignIn');
  readonly #sealer: Sealer;
  /** The new cookie by the digest of the old one; undefined if the provider does not vouch for the person any more. */
  readonly #renewals = new LRUCache<string, Promise<string | undefined>>({
    max: MAX_RENEWALS,
    ttl: RENEWED_MS,
  });

  constructor(
    private readonly serverKey: string,
    private readonly providers: OidcProviders,
    private readonly ended: SignedOut,
  ) {
    this.#sealer = new Sealer(serverKey, 'oidc-session');
  }

  /** Signs a person in; undefined for a person without a role. */
  async begin(provider: OidcProvider, grant: Grant): Promise<Required<OidcIdentity> | undefined> {
    const id = this.#principalId(provider, grant.account.subject);
    const kept = keptOf(provider, grant, this.ended.newSignIn(id));
    return kept && { principal: this.#principalOf(provider, kept), cookie: await this.#seal(kept) };
  }

  /**
   * The principal whom the cookie stands for, after asking the provider again where it is time to; undefined when it is
   * forged, expired or signed out of, or when the provider does not vouch for the person any more. Rejects with 503 if
   * the provider cannot be asked.
   */
  async identify(cookie: string): Promise<OidcIdentity | undefined> {
    const found = await this.#open(cookie);
    if (!found) return undefined;
    if (isVouchedFor(found)) return { principal: found.principal };
    const renewed = await this.#renew(cookie, found.provider, found.kept);
    if (renewed === undefined) return undefined;
    const identity = await this.identify(renewed);
    return identity && { cookie: renewed, ...identity };
  }

  /** The principal whom the cookie was set for, also if it is time to ask the provider again. */
  async holderOf(cookie: string): Promise<AdminPrincipal | undefined> {
    return (await this.#open(cookie))?.principal;
  }

  /** The provider to ask again about a cookie that is not signed out of; undefined if it is not time to. */
  async providerToAsk(cookie: string): Promise<string | undefined> {
    const found = await this.#open(cookie);
    return found && !isVouchedFor(found) ? found.provider.name : undefined;
  }

  async #open(cookie: string) {
    const { data: kept } = KeptSignIn.safeParse(await this.#sealer.open(cookie));
    const provider = kept && this.providers.find(kept.provider);
    if (!provider) return undefined;
    const principal = this.#principalOf(provider, kept);
    return this.ended.has(principal.id, principal.signIn) ? undefined : { kept, provider, principal };
  }

  /** Requests that come together share one renewal: many providers accept a refresh token once. */
  #renew(cookie: string, provider: OidcProvider, kept: KeptSignIn): Promise<string | undefined> {
    const key = createHash('sha256').update(cookie).digest('base64url');
    const known = this.#renewals.get(key);
    if (known) return known;
    const renewal = this.#askAgain(provider, kept);
    this.#renewals.set(key, renewal);
    renewal.catch(() => this.#renewals.delete(key));
    return renewal;
  }

  async #askAgain(provider: OidcProvider, kept: KeptSignIn): Promise<string | undefined> {
    if (kept.refreshToken === undefined) return undefined;
    const grant = await provider.renew(kept.refreshToken, kept.subject);
    const renewed = grant && keptOf(provider, grant, kept);
    return renewed && this.#seal(renewed);
  }

  async #seal(kept: KeptSignIn): Promise<string> {
    const cookie = await this.#sealer.seal(kept, kept.expiresAt);
    if (cookie.length <= MAX_COOKIE_BYTES || kept.refreshToken === undefined) return cookie;
    const title = this.providers.find(kept.provider)?.title;
    this.#logger.warn(`The refresh tokens of ${title} are too long for a cookie: people pass by it again`);
    return this.#sealer.seal({ ...kept, refreshToken: undefined }, kept.expiresAt);
  }

  #principalOf(provider: OidcProvider, kept: KeptSignIn): ProviderPrincipal {
    const { name, role, tenantId, checkedUntil, expiresAt } = kept;
    const signIn = { id: kept.id, expiresAt, provider: { name: provider.name, checkedUntil } };
    return { kind: 'admin', id: this.#principalId(provider, kept.subject), name, role, tenantId, signIn };
  }

  /** The same after each sign-in of the person, and opaque. */
  #principalId({ issuer }: OidcProvider, subject: string): string {
    return derivedSecret(this.serverKey, JSON.stringify(['oidc', issuer, subject]));
  }
}

/** Whether the provider need not be asked yet, neither because of the time nor because other options hold now. */
function isVouchedFor({ kept, provider }: { kept: KeptSignIn; provider: OidcProvider }): boolean {
  return Date.now() < kept.checkedUntil && kept.terms === provider.terms;
}

function keptOf(
  provider: OidcProvider,
  { account, refreshToken }: Grant,
  { id, expiresAt }: Pick<SignIn, 'id' | 'expiresAt'>,
): KeptSignIn | undefined {
  if (!account.rights) return undefined;
  return {
    id,
    expiresAt,
    provider: provider.name,
    subject: account.subject,
    name: account.name,
    ...account.rights,
    checkedUntil: Date.now() + provider.recheckMs,
    terms: provider.terms,
    refreshToken,
  };
}
