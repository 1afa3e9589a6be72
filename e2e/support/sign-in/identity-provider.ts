import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { OidcProviderOptions } from '#admin';
import { waitUntil } from '../environment/wait-until.ts';
import { freePort } from '../server/server-process.ts';

const FOLDER = resolve('e2e/identity-provider');

/** Whether the provider is installed: `npm run verify` does, and so does `npm ci --prefix e2e/identity-provider`. */
export const HAS_IDENTITY_PROVIDER = existsSync(`${FOLDER}/node_modules/oidc-provider`);

/** How a provider differs from the usual one. */
export interface IdentityProviderOptions {
  name?: string;
  /** Default: a free one. */
  port?: number;
  /** Whether the client gets refresh tokens. Default: true. */
  refreshTokens?: boolean;
  /** Whether the groups are in the ID token, and not only in the user info. */
  groupsInIdToken?: boolean;
}

/** The issuer of a provider at a port. Its site is another one than that of the servers. */
export function issuerAt(port: number): string {
  return `http://localhost:${port}`;
}

/** How a server names the provider with an issuer. */
export function oidcProviderOf(
  issuer: string,
  change: Partial<OidcProviderOptions> = {},
): OidcProviderOptions {
  return {
    name: 'corp',
    title: 'The corp',
    issuer,
    clientId: 'crowsnest',
    clientSecret: 'a-secret-of-the-client',
    roles: [
      { value: 'sre', role: 'admin' },
      { value: 'acme', role: 'viewer', tenant: 'acme' },
    ],
    ...change,
  };
}

/** An OpenID provider in a process of its own. Its site is another one than that of the servers. */
export class IdentityProvider {
  static readonly #running = new Set<IdentityProvider>();

  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
    private readonly name: string,
  ) {
    IdentityProvider.#running.add(this);
    child.once('exit', () => IdentityProvider.#running.delete(this));
  }

  /** Starts a provider that knows servers at the given URLs of their roots. */
  static async start(
    roots: readonly string[],
    {
      name = 'corp',
      port: givenPort,
      refreshTokens = true,
      groupsInIdToken = false,
    }: IdentityProviderOptions = {},
  ): Promise<IdentityProvider> {
    const port = givenPort ?? (await freePort());
    const client = {
      client_id: 'crowsnest',
      client_secret: 'a-secret-of-the-client',
      redirect_uris: roots.map((root) => `${root}/auth/oidc/${name}/callback`),
      post_logout_redirect_uris: roots.map((root) => `${root}/dashboard/`),
      grant_types: ['authorization_code', ...(refreshTokens ? ['refresh_token'] : [])],
    };
    const env = {
      PATH: process.env['PATH'],
      PORT: String(port),
      CLIENT: JSON.stringify(client),
      GROUPS_IN_ID_TOKEN: String(groupsInIdToken),
    };
    const child = spawn(process.execPath, [`${FOLDER}/main.mjs`], { env, stdio: 'ignore' });
    const provider = new IdentityProvider(child, issuerAt(port), name);
    const answers = (): Promise<boolean> =>
      fetch(`${provider.issuer}/.well-known/openid-configuration`).then(
        ({ ok }) => ok,
        () => false,
      );
    await waitUntil(answers, { reason: 'the provider answers' });
    return provider;
  }

  /** Kills every provider that a test left running. */
  static killAll(): void {
    for (const { child } of IdentityProvider.#running) child.kill('SIGKILL');
  }

  /** How a server names this provider. */
  options(change: Partial<OidcProviderOptions> = {}): OidcProviderOptions {
    return oidcProviderOf(this.issuer, { name: this.name, title: `The ${this.name}`, ...change });
  }

  /** Adds an account with these groups, or changes them. Null disables the account. */
  async setAccount(name: string, groups: readonly string[] | null): Promise<void> {
    const body = JSON.stringify(groups);
    await fetch(`${this.issuer}/accounts/${name}`, { method: 'PUT', body });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
