import type { OidcOptions } from '#admin';
import { freePort } from '../server/server-process.ts';
import { CookieBrowser } from '../sign-in/cookie-browser.ts';
import {
  HAS_IDENTITY_PROVIDER,
  IdentityProvider,
  issuerAt,
  oidcProviderOf,
} from '../sign-in/identity-provider.ts';
import type { Credential } from './credentials.ts';
import { HOLDERS, type Holder } from './holders.ts';

/** A provider at which every holder can sign in, with the same role and tenant. */
export class ProviderSignIn {
  #provider: IdentityProvider | undefined;

  private constructor(private readonly port: number) {}

  /** Undefined where the provider of the suites is not installed. */
  static async reserve(): Promise<ProviderSignIn | undefined> {
    return HAS_IDENTITY_PROVIDER ? new ProviderSignIn(await freePort()) : undefined;
  }

  /** How the application names the provider. */
  get options(): OidcOptions {
    const roles = HOLDERS.map(({ name, role, tenantId }) => ({
      value: name,
      role,
      ...(tenantId !== null && { tenant: tenantId }),
    }));
    return { providers: [oidcProviderOf(issuerAt(this.port), { roles })] };
  }

  /** Starts the provider for the application, whose origin is known once it listens. */
  async startFor(origin: string): Promise<void> {
    this.#provider = await IdentityProvider.start([origin], { port: this.port });
    for (const holder of HOLDERS) await this.#provider.setAccount(accountOf(holder), [holder.name]);
  }

  async stop(): Promise<void> {
    await this.#provider?.stop();
  }
}

/** A sign-in at the provider. The browser gets a cookie of another kind than for a token. */
export const PROVIDER_CREDENTIAL: Credential = {
  name: 'OIDC',
  isCookie: true,
  headersOf: async (origin, holder) => {
    const browser = new CookieBrowser();
    const form = await browser.follow(`${origin}/auth/oidc/corp`);
    await browser.signIn(form, accountOf(holder), (url) => url.includes('/dashboard/'));
    const cookie = browser.cookiesFor(`${origin}/events`);
    if (cookie === '') throw new Error(`${holder.name} could not sign in at the provider`);
    return { cookie, origin };
  },
};

function accountOf({ name }: Holder): string {
  return name.replaceAll(' ', '-');
}
