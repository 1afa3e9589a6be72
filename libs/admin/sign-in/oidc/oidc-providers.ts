import { isDeepStrictEqual } from 'node:util';
import { filter, map, Subject, type Observable } from 'rxjs';
import { unknownProvider } from './oidc-errors.ts';
import type { OidcOptions } from './oidc-options.ts';
import { OidcProvider } from './oidc-provider.ts';

/** The configured providers of identities. They can be replaced while the server runs. */
export class OidcProviders {
  readonly #replaced = new Subject<void>();
  #all: readonly OidcProvider[];
  #acceptsTokens: boolean;

  constructor({ providers = [], tokens }: Partial<OidcOptions> = {}) {
    this.#all = providers.map((options) => new OidcProvider(options));
    this.#acceptsTokens = tokens !== 'off';
  }

  get all(): readonly OidcProvider[] {
    return this.#all;
  }

  /** Whether admins may sign in with tokens too. */
  get acceptsTokens(): boolean {
    return this.#acceptsTokens;
  }

  /** Puts others in the place of all. One that has the same options goes on. */
  replaceAll({ providers = [], tokens }: Partial<OidcOptions>): void {
    const before = this.#all;
    this.#all = providers.map(
      (options) =>
        before.find((provider) => isDeepStrictEqual(provider.options, options)) ?? new OidcProvider(options),
    );
    this.#acceptsTokens = tokens !== 'off';
    this.#replaced.next();
  }

  /** Emits when a provider is gone, or another one has its name. */
  whenReplaced(name: string): Observable<void> {
    const now = this.find(name);
    return this.#replaced.pipe(
      filter(() => this.find(name) !== now),
      map(() => undefined),
    );
  }

  find(name: string): OidcProvider | undefined {
    return this.#all.find((provider) => provider.name === name);
  }

  /** Throws 404 if there is no provider of that name. */
  get(name: string): OidcProvider {
    const provider = this.find(name);
    if (!provider) throw unknownProvider();
    return provider;
  }
}
