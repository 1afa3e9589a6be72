import type { EventOf, HistoryPage } from '#contract';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { CookieBrowser, type Page } from '../support/sign-in/cookie-browser.ts';
import { HAS_IDENTITY_PROVIDER, IdentityProvider } from '../support/sign-in/identity-provider.ts';
import { OidcServer } from '../support/sign-in/oidc-server.ts';

const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` };
const json = { accept: 'application/json' };
const isCallback = (url: string): boolean => url.includes('/callback?');

/** Signs in up to the callback, and returns its URL without requesting it. */
async function callbackOf(server: OidcServer, browser: CookieBrowser, account = 'ann'): Promise<URL> {
  const form = await browser.follow(`${server.root}/auth/oidc/corp`);
  const { location } = await browser.signIn(form, account, isCallback);
  return new URL(location ?? '');
}

function errorOf({ text }: Page): string {
  return (JSON.parse(text) as { error: string }).error;
}

(HAS_IDENTITY_PROVIDER ? describe : describe.skip)('sign-in with OpenID Connect', () => {
  let provider: IdentityProvider;
  let server: OidcServer;
  let browser: CookieBrowser;

  beforeEach(() => {
    browser = new CookieBrowser();
  });

  afterAll(() => IdentityProvider.killAll());

  describe('at one server', () => {
    let other: IdentityProvider;

    beforeAll(async () => {
      const { port, root } = await OidcServer.reserve();
      provider = await IdentityProvider.start([root]);
      other = await IdentityProvider.start([root], { name: 'other', groupsInIdToken: true });
      for (const one of [provider, other]) {
        await one.setAccount('ann', ['acme', 'sre']);
        await one.setAccount('bob', ['acme', 'chess']);
        await one.setAccount('eve', ['chess']);
      }
      const away = provider.options({ name: 'away', title: 'The absent', issuer: 'http://localhost:1' });
      server = await OidcServer.start(port, { providers: [provider.options(), other.options(), away] });
    });

    afterAll(async () => {
      await Promise.all([server.stop(), provider.stop(), other.stop()]);
    });

    it('gives the role and tenant of the first entry that fits, and returns to the page', async () => {
      const begin = `${server.root}/auth/oidc/corp?returnTo=${encodeURIComponent('/dashboard/tools?sort=calls')}`;
      const page = await browser.signIn(await browser.follow(begin), 'ann', (url) =>
        url.includes('/dashboard/'),
      );
      expect(page.location).toBe(`${server.root}/dashboard/tools?sort=calls`);
      expect(await server.whoIs(browser)).toMatchObject({
        name: 'ann@example.com',
        role: 'admin',
        tenantId: null,
        provider: 'corp',
      });
      const bob = new CookieBrowser();
      await bob.get(String(await callbackOf(server, bob, 'bob')));
      expect(await server.whoIs(bob)).toMatchObject({ role: 'viewer', tenantId: 'acme' });
    });

    it('reads groups from the ID token, and leads to no page but the own ones', async () => {
      const begin = `${server.root}/auth/oidc/other?returnTo=//evil.example/dashboard/`;
      const page = await browser.signIn(await browser.follow(begin), 'ann', (url) =>
        url.includes('/dashboard/'),
      );
      expect(page.location).toBe(`${server.root}/dashboard/`);
      expect(await server.whoIs(browser)).toMatchObject({ role: 'admin', provider: 'other' });
    });

    it('refuses a person without a role with 403, and a page that names the account', async () => {
      const page = await browser.get(String(await callbackOf(server, browser, 'eve')));
      expect(page.status).toBe(403);
      expect(page.text).toContain('eve@example.com, and that account has no role');
      expect(await server.whoIs(browser)).toBe(401);
    });

    it('says that a provider cannot be reached, with 503', async () => {
      const page = await browser.get(`${server.root}/auth/oidc/away`);
      expect([page.status, page.text]).toEqual([
        503,
        expect.stringContaining('The absent cannot be reached'),
      ]);
    });

    it('tells the page how people sign in, and refuses an unknown provider', async () => {
      const ways = await browser.get(`${server.root}/auth/providers`, { headers: json });
      expect(JSON.parse(ways.text)).toEqual({
        tokens: true,
        providers: [
          { name: 'corp', title: 'The corp' },
          { name: 'other', title: 'The other' },
          { name: 'away', title: 'The absent' },
        ],
      });
      const unknown = await browser.get(`${server.root}/auth/oidc/none`, { headers: json });
      expect([unknown.status, errorOf(unknown)]).toEqual([404, 'UNKNOWN_PROVIDER']);
    });

    it.each<[string, (callback: URL) => void]>([
      ['another state', ({ searchParams }) => searchParams.set('state', 'forged')],
      ['another issuer', ({ searchParams }) => searchParams.set('iss', other.issuer)],
      ['a code that the provider has not made', ({ searchParams }) => searchParams.set('code', 'forged')],
      ['the path of another provider', (url) => (url.pathname = '/auth/oidc/other/callback')],
    ])('refuses a callback with %s', async (_, change) => {
      const callback = await callbackOf(server, browser);
      change(callback);
      const page = await browser.get(String(callback), { headers: json });
      expect([page.status, errorOf(page)]).toEqual([400, 'BAD_SIGN_IN']);
      expect(await server.whoIs(browser)).toBe(401);
    });

    it('refuses an ID token for another request', async () => {
      const { location } = await browser.get(`${server.root}/auth/oidc/corp`);
      const authorization = new URL(location ?? '');
      authorization.searchParams.set('nonce', 'of-another-request');
      const form = await browser.follow(String(authorization));
      const { location: callback } = await browser.signIn(form, 'ann', isCallback);
      const page = await browser.get(callback ?? '', { headers: json });
      expect([page.status, errorOf(page)]).toEqual([400, 'BAD_SIGN_IN']);
    });

    it('refuses a callback in another browser, and a second time in the same', async () => {
      const callback = String(await callbackOf(server, browser));
      const stolen = await new CookieBrowser().get(callback, { headers: json });
      expect([stolen.status, errorOf(stolen)]).toEqual([400, 'BAD_SIGN_IN']);
      const before = new CookieBrowser();
      before.copyOf(browser);
      expect((await browser.get(callback)).status).toBe(302);
      const replayed = await before.get(callback, { headers: json });
      expect([replayed.status, errorOf(replayed)]).toEqual([400, 'BAD_SIGN_IN']);
    });

    it('has on record that a provider has refused somebody or does not answer', async () => {
      const failed = async (): Promise<object[]> => {
        const answer = await fetch(`${server.root}/history?type=admin:sign-in&limit=1000`, {
          headers: bearer,
        });
        const acts = ((await answer.json()) as HistoryPage).events as EventOf<'admin:sign-in'>[];
        return acts.map(({ data }) => data).filter(({ reason = '' }) => reason.startsWith('The provider'));
      };
      const callback = await callbackOf(server, browser);
      callback.searchParams.delete('code');
      callback.searchParams.set('error', 'access_denied');
      const page = await browser.get(String(callback), { headers: json });
      expect([page.status, errorOf(page)]).toEqual([403, 'PROVIDER_REFUSED']);
      expect((await browser.get(`${server.root}/auth/oidc/away`)).status).toBe(503);
      const common = { admin: '', from: '127.0.0.1', attempts: 1 };
      const denied = { ...common, outcome: 'refused', reason: 'The provider has not signed the person in' };
      const unanswered = { ...common, outcome: 'failed', reason: 'The provider cannot be asked' };
      expect(await failed()).toEqual(
        expect.arrayContaining([expect.objectContaining(denied), expect.objectContaining(unanswered)]),
      );
    });

    it('signs out here at once, and then at the provider', async () => {
      await browser.get(String(await callbackOf(server, browser)));
      const before = new CookieBrowser();
      before.copyOf(browser);
      const headers = { ...json, origin: server.process.origin };
      const signOut = await browser.get(`${server.root}/auth/session`, { method: 'DELETE', headers });
      expect(signOut.status).toBe(204);
      expect(await server.whoIs(before)).toBe(401);
      const there = new URL((await browser.get(`${server.root}/auth/oidc/corp/sign-out`)).location ?? '');
      expect(there.origin).toBe(provider.issuer);
      expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${server.root}/dashboard/`);
      expect(there.searchParams.has('id_token_hint')).toBe(true);
      const again = await browser.get(`${server.root}/auth/oidc/corp/sign-out`);
      expect(again.location).toBe(`${server.root}/dashboard/`);
    });
  });

  it('ends at another instance below a path, and holds on all instances', async () => {
    const [one, two, front] = await Promise.all([1, 2, 3].map(() => OidcServer.reserve('/ops')));
    provider = await IdentityProvider.start([front!.root]);
    await provider.setAccount('ann', ['sre']);
    const env = { CROWSNEST_PATH: '/ops', CROWSNEST_PUBLIC_URL: new URL(front!.root).origin };
    const oidc = { providers: [provider.options()] };
    const folder = await temporaryFolder();
    const first = await OidcServer.start(one!.port, oidc, { env, folder });
    const second = await OidcServer.start(two!.port, oidc, { env, folder });
    const callback = await callbackOf(first, browser);
    expect(callback.href.startsWith(`${front!.root}/auth/oidc/corp/callback?`)).toBe(true);
    callback.port = String(two!.port);
    expect((await browser.get(String(callback))).location).toBe(`${second.root}/dashboard/`);
    expect(await first.whoIs(browser)).toMatchObject({ name: 'ann@example.com', role: 'admin' });
    await Promise.all([first.stop(), second.stop(), provider.stop()]);
  });

  describe('with a short time until the re-check', () => {
    const start = async (refreshTokens: boolean, tokens?: 'off'): Promise<void> => {
      const { port, root } = await OidcServer.reserve();
      provider = await IdentityProvider.start([root], { refreshTokens });
      await provider.setAccount('ann', ['sre']);
      const oidc = { providers: [provider.options({ recheckMs: 1_000 })], ...(tokens && { tokens }) };
      const env = tokens ? { ADMIN_TOKENS: '', CROWSNEST_METRICS_TOKEN: 'a-token-of-the-metrics' } : {};
      server = await OidcServer.start(port, oidc, { env });
      await browser.get(String(await callbackOf(server, browser)));
    };
    const openStream = (): Promise<EventStream> => {
      const cookie = browser.cookiesFor(`${server.root}/events`);
      return EventStream.open(server.root, { headers: { cookie, authorization: '' } });
    };

    afterEach(async () => {
      await Promise.all([server.stop(), provider.stop()]);
    });

    it('applies another role, and puts out a disabled person with the open stream', async () => {
      await start(true);
      expect(await server.whoIs(browser)).toMatchObject({ role: 'admin' });
      await provider.setAccount('ann', ['acme']);
      await waitUntil(async () => JSON.stringify(await server.whoIs(browser)).includes('viewer'), {
        reason: 'the role of the provider applies',
      });
      const stream = await openStream();
      await provider.setAccount('ann', null);
      expect(await stream.ended()).toBe(true);
      expect(await server.whoIs(browser)).toBe(401);
    });

    it('keeps sign-ins while the provider is away, and lets nobody in with them', async () => {
      await start(true);
      await provider.stop();
      await waitUntil(async () => (await server.whoIs(browser)) === 503, {
        reason: 'the provider is needed',
      });
      expect((await fetch(`${server.root}/stats`, { headers: bearer })).status).toBe(200);
    });

    it('passes by the provider again where that gives no refresh token', async () => {
      await start(false);
      await waitUntil(async () => (await server.whoIs(browser)) === 401, {
        reason: 'it is time to ask again',
      });
      const ways = await browser.get(`${server.root}/auth/providers`, { headers: json });
      expect(JSON.parse(ways.text)).toMatchObject({ again: 'corp' });
      // From now on no time is over before the test has looked.
      server.configure({ oidc: { providers: [provider.options({ recheckMs: 3_600_000 })] } });
      await server.process.prints('people sign in at 1');
      await browser.follow(`${server.root}/auth/oidc/corp?mode=silent`, (url) => url.includes('/dashboard/'));
      expect(await server.whoIs(browser)).toMatchObject({ role: 'admin' });
      await provider.setAccount('ann', null);
      const failed = await browser.follow(`${server.root}/auth/oidc/corp?mode=silent`, (url) =>
        url.includes('/dashboard/'),
      );
      expect(failed.location).toBe(`${server.root}/dashboard/`);
      expect(await server.whoIs(browser)).toBe(401);
    });

    it('accepts no token of an admin where tokens are off, and the one for metrics', async () => {
      await start(true, 'off');
      const statusOf = async (path: string, token: string): Promise<number> => {
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(server.root + path, { headers })).status;
      };
      expect(server.process.output).not.toContain('Sign in:');
      expect(await statusOf('/stats', ADMIN_TOKEN)).toBe(401);
      expect(await statusOf('/metrics', 'a-token-of-the-metrics')).toBe(200);
      const ways = await browser.get(`${server.root}/auth/providers`, { headers: json });
      expect(JSON.parse(ways.text)).toMatchObject({ tokens: false });
    });
  });
});
