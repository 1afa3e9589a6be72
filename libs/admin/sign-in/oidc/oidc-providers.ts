import { unknownProvider } from './oidc-errors.ts';
import type { OidcOptions } from './oidc-options.ts';
import { OidcProvider } from './oidc-provider.ts';

/** The configured providers of identities. */
export class OidcProviders {
  readonly all: readonly OidcProvider[];
  /** Whether admins may sign in with tokens too. */
  readonly acceptsTokens: boolean;

  constructor({ providers = [], tokens }: Partial<OidcOptions> = {}) {
    this.all = providers.map((options) => new OidcProvider(options));
    this.acceptsTokens = tokens !== 'off';
  }

  find(name: string): OidcProvider | undefined {
    return this.all.find((provider) => provider.name === name);
  }

  /** Throws 404 if there is no provider of that name. */
  get(name: string): OidcProvider {
    const provider = this.find(name);
    if (!provider) throw unknownProvider();
    return provider;
  }
}
