import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OidcProviderOptions } from '#admin';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { CookieBrowser } from '../support/sign-in/cookie-browser.ts';
import { HAS_IDENTITY_PROVIDER, IdentityProvider } from '../support/sign-in/identity-provider.ts';
import { OidcServer } from '../support/sign-in/oidc-server.ts';

/** Each test starts processes, which takes long on a busy machine. */
import.meta.jest.setTimeout(240_000);

/** Much longer than a test, so that nobody is asked about again because of the time. */
const RECHECK_MS = 3_600_000;

(HAS_IDENTITY_PROVIDER ? describe : describe.skip)('providers that change in the configuration file', () => {
  let provider: IdentityProvider;
  let server: OidcServer;
  let browser: CookieBrowser;
  let folder: string;
  let port: number;

  const optionsOf = (change: Partial<OidcProviderOptions> = {}): OidcProviderOptions =>
    provider.options({ recheckMs: RECHECK_MS, ...change });

  const openStream = (): Promise<EventStream> => {
    const cookie = browser.cookiesFor(`${server.root}/events`);
    return EventStream.open(server.root, { headers: { cookie, authorization: '' } });
  };

  /** Signs in; resolves with the status of the answer to the callback. */
  async function signIn(): Promise<number> {
    const form = await browser.follow(`${server.root}/auth/oidc/corp`);
    const { location, status } = await browser.signIn(form, 'ann', (url) => url.includes('/callback?'));
    return location === null ? status : (await browser.get(location)).status;
  }

  beforeEach(async () => {
    browser = new CookieBrowser();
    folder = await temporaryFolder();
    const reserved = await OidcServer.reserve();
    ({ port } = reserved);
    provider = await IdentityProvider.start([reserved.root]);
    await provider.setAccount('ann', ['sre']);
  });

  afterEach(async () => {
    await Promise.all([server.stop(), provider.stop()]);
  });

  afterAll(() => IdentityProvider.killAll());

  it('give people other rights at once, and put out whoever has none any more, with open streams', async () => {
    server = await OidcServer.start(port, { providers: [optionsOf()] }, { folder });
    expect(await signIn()).toBe(302);
    expect(await server.whoIs(browser)).toMatchObject({ role: 'admin', tenantId: null });
    const first = await openStream();
    server.configure({
      oidc: { providers: [optionsOf({ roles: [{ value: 'sre', role: 'viewer', tenant: 'acme' }] })] },
    });
    expect(await first.ended()).toBe(true);
    expect(await server.whoIs(browser)).toMatchObject({ role: 'viewer', tenantId: 'acme' });
    const second = await openStream();
    server.configure({ oidc: { providers: [optionsOf({ roles: [{ value: 'other', role: 'viewer' }] })] } });
    expect(await second.ended()).toBe(true);
    expect(await server.whoIs(browser)).toBe(401);
  });

  it('let nobody in any more once they are gone, and leave those alone that stay as they are', async () => {
    const other = optionsOf({ name: 'other', issuer: 'http://localhost:1' });
    server = await OidcServer.start(port, { providers: [optionsOf(), other] }, { folder });
    expect(await signIn()).toBe(302);
    const stream = await openStream();
    server.configure({ oidc: { providers: [optionsOf()] } });
    await waitUntil(() => server.process.output.includes('people sign in at 1'), {
      reason: 'it is read again',
    });
    expect(await server.whoIs(browser)).toMatchObject({ role: 'admin' });
    server.configure({});
    expect(await stream.ended()).toBe(true);
    expect(await server.whoIs(browser)).toBe(401);
    const ways = await browser.get(`${server.root}/auth/providers`);
    expect(JSON.parse(ways.text)).toEqual({ tokens: true, providers: [] });
  });

  it('are asked with another secret as soon as its file holds one', async () => {
    const { clientSecret = '', ...options } = optionsOf();
    const clientSecretFile = join(folder, 'client-secret');
    writeFileSync(clientSecretFile, 'an-old-secret');
    const secretless = { ...options, clientSecretFile };
    server = await OidcServer.start(port, { providers: [secretless] }, { folder });
    expect(await signIn()).toBe(503);
    await waitUntil(
      () => server.process.output.includes('The corp refuses the client crowsnest, or its secret'),
      {
        reason: 'the log says why',
        seen: () => server.process.output,
      },
    );
    writeFileSync(clientSecretFile, clientSecret);
    // The provider would not ask the same browser for the account.
    browser = new CookieBrowser();
    expect(await signIn()).toBe(302);
    expect(await server.whoIs(browser)).toMatchObject({ role: 'admin' });
  });

  it('take the place of the token that the server has made', async () => {
    server = await OidcServer.start(
      port,
      { providers: [optionsOf()] },
      { folder, env: { ADMIN_TOKENS: '' } },
    );
    const token = /#token=(\S+)/.exec(server.process.output)?.[1];
    const statusOf = async (): Promise<number> =>
      (await fetch(`${server.root}/stats`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await statusOf()).toBe(200);
    server.configure({ oidc: { providers: [optionsOf()], tokens: 'off' } });
    await waitUntil(() => server.process.output.includes('people sign in at 1'), {
      reason: 'it is read again',
    });
    expect(await statusOf()).toBe(401);
  });
});
