import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Response } from '@playwright/test';
import { connectLegacyClient } from '#testing';
import configuration from '../../../playwright.config.ts';
import { NginxServer } from '../../support/deploy/nginx-server.ts';
import { freePort, ServerProcess } from '../../support/server/server-process.ts';
import { HAS_IDENTITY_PROVIDER, IdentityProvider } from '../../support/sign-in/identity-provider.ts';
import { askWeather, expect, test as base } from '../support/crowsnest.ts';

const KEY = 'a-key-of-the-agents-of-acme';
const HAS_NGINX = spawnSync('nginx', ['-v']).status === 0;
const { launchOptions } = configuration.use ?? {};

/** About as many as make the longest ID token that a cookie holds for the sign-out. */
const GROUPS = ['sre', ...Array.from({ length: 40 }, (_, n) => `a-group-of-the-company-with-number-${n}`)];

/** How people reach the console by the examples. */
interface Site {
  name: string;
  path: string;
}

interface Company {
  /** The URL below which the console is, for people. */
  root: string;
  server: ServerProcess;
  corp: IdentityProvider;
}

/** Gives every test two providers, and a server behind nginx with the examples of the repository. */
const test = base.extend<{ site: Site; company: Company }>({
  site: [{ name: 'watch.example.com', path: '' }, { option: true }],
  company: async ({ site: { name, path } }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'crowsnest-browser-'));
    const [port, proxyPort] = [await freePort(), await freePort()];
    const origin = `https://${name}:${proxyPort}`;
    const root = origin + path;
    const corp = await IdentityProvider.start([root]);
    const other = await IdentityProvider.start([root], { name: 'other', groupsInIdToken: true });
    for (const provider of [corp, other]) await provider.setAccount('ann', GROUPS);
    const oidc = { providers: [corp.options({ recheckMs: 2_000 }), other.options()] };
    writeFileSync(join(folder, 'crowsnest.json'), JSON.stringify({ oidc }), { mode: 0o600 });
    const env = {
      CROWSNEST_CONFIG: join(folder, 'crowsnest.json'),
      CROWSNEST_LOG: 'memory:',
      CROWSNEST_PATH: path,
      CROWSNEST_PUBLIC_URL: origin,
      CROWSNEST_TRUST_PROXY: 'loopback',
      AGENT_KEYS: `acme=${KEY}`,
    };
    const server = await ServerProcess.start(port, env, { cwd: folder });
    const nginx = await NginxServer.start(port, folder, proxyPort);
    await use({ root, server, corp });
    await Promise.all([nginx.stop(), server.stop(), corp.stop(), other.stop()]);
    await rm(folder, { recursive: true });
  },
});

test.use({
  // The certificate is made for the test.
  ignoreHTTPSErrors: true,
  launchOptions: {
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), '--host-resolver-rules=MAP *.example.com 127.0.0.1'],
  },
});

test.skip(!HAS_NGINX || !HAS_IDENTITY_PROVIDER, 'nginx or the provider is not installed');
test.skip(({ instances }) => instances > 1, 'a server of its own, however many the other tests have');

async function signInAt(page: Page, provider: 'corp' | 'other'): Promise<void> {
  await page.getByRole('link', { name: `Sign in with The ${provider}` }).click();
  await page.getByLabel('Account').fill('ann');
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** The size of all headers of an answer, in characters. */
async function headerSizeOf(response: Response): Promise<number> {
  const headers = await response.headersArray();
  return headers.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
}

for (const [where, site] of Object.entries({
  'at a name of its own': { name: 'watch.example.com', path: '' },
  'below a path': { name: 'www.example.com', path: '/ops' },
}))
  test.describe(`the console behind nginx, ${where}`, () => {
    test.use({ site });

    test('people in many groups sign in at either provider, watch live, and sign out here and there', async ({
      page,
      lookout,
      company: { root, server },
    }) => {
      await page.goto(`${root}/dashboard/tools?sort=calls`);
      const finished = page.waitForResponse(/\/callback\?/);
      await signInAt(page, 'other');
      await expect(page).toHaveURL(`${root}/dashboard/tools?sort=calls`);
      // More than a proxy takes by default.
      expect(await headerSizeOf(await finished)).toBeGreaterThan(4_096);
      await expect(lookout.connection).toHaveText('Live');
      await lookout.goTo('Overview');
      const agent = await connectLegacyClient(server.origin, { name: 'weather-agent', key: KEY });
      await askWeather(agent, 'Oslo');
      await expect(lookout.figure('calls')).toHaveText('1');
      await signOut(page);
      await expect(page).toHaveURL(`${root}/dashboard/`);
      // The account is asked for again, so the provider has signed out too.
      await signInAt(page, 'other');
      await expect(lookout.connection).toHaveText('Live');
      await signOut(page);
      await expect(page).toHaveURL(`${root}/dashboard/`);
      await signInAt(page, 'corp');
      await expect(lookout.connection).toHaveText('Live');
      await agent.close();
    });

    test('whoever the provider disables is out at the re-check', async ({
      page,
      lookout,
      company: { root, corp },
    }) => {
      await page.goto(`${root}/dashboard/`);
      await signInAt(page, 'corp');
      await expect(lookout.connection).toHaveText('Live');
      await corp.setAccount('ann', null);
      await expect(page.getByLabel('Admin token')).toBeVisible();
    });
  });
