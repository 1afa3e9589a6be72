import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { freePort, ServerProcess } from '../../support/server/server-process.ts';
import { HAS_IDENTITY_PROVIDER, IdentityProvider } from '../../support/sign-in/identity-provider.ts';
import { expectNoFindings } from '../support/axe.ts';
import { expect, test as base } from '../support/crowsnest.ts';

interface SignIn {
  provider: IdentityProvider;
  origin: string;
}

/** Gives every test a provider, and a server that asks it again after a short time. */
const test = base.extend<{
  refreshTokens: boolean;
  recheckMs: number;
  tokens: 'off' | undefined;
  signIn: SignIn;
}>({
  recheckMs: [2_000, { option: true }],
  refreshTokens: [true, { option: true }],
  tokens: [undefined, { option: true }],
  signIn: async ({ refreshTokens, recheckMs, tokens }, use) => {
    const port = await freePort();
    const provider = await IdentityProvider.start([`http://127.0.0.1:${port}`], { refreshTokens });
    await provider.setAccount('ann', ['sre']);
    const folder = await mkdtemp(join(tmpdir(), 'crowsnest-browser-'));
    const file = join(folder, 'crowsnest.json');
    const oidc = { providers: [provider.options({ recheckMs })], ...(tokens && { tokens }) };
    writeFileSync(file, JSON.stringify({ oidc }));
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: 'memory:', ...(tokens && { ADMIN_TOKENS: '' }) };
    const server = await ServerProcess.start(port, env, { cwd: folder });
    await use({ provider, origin: server.origin });
    await server.stop();
    await provider.stop();
    await rm(folder, { recursive: true });
  },
});

test.skip(!HAS_IDENTITY_PROVIDER, 'the provider is not installed');
// `e2e/sign-in/oidc.spec.ts` has a sign-in that begins at one instance and ends at another.
test.skip(({ instances }) => instances > 1, 'a server of its own, however many the other tests have');

/** Goes to the provider, and types an account there. */
async function signInAs(page: Page, account: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with The corp' }).press('Enter');
  await typeAccount(page, account);
}

async function typeAccount(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account').fill(account);
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a person signs in at the provider, and out here and there', async ({ page, lookout, signIn }) => {
  await page.goto(`${signIn.origin}/dashboard/tools?sort=calls`);
  await expect(page.getByLabel('Admin token')).toBeVisible();
  await expectNoFindings(page, 'sign-in with a provider');
  await signInAs(page, 'ann');
  await expect(page).toHaveURL(`${signIn.origin}/dashboard/tools?sort=calls`);
  await expect(lookout.connection).toHaveText('Live');
  await expect(page.getByText('ann@example.com')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).press('Enter');
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL(`${signIn.origin}/dashboard/`);
  await page.getByRole('link', { name: 'Sign in with The corp' }).press('Enter');
  await expect(page.getByLabel('Account')).toBeVisible();
});

test('a person without a role reads why, and may take another account', async ({ page, lookout, signIn }) => {
  await signIn.provider.setAccount('eve', ['chess']);
  await page.goto(`${signIn.origin}/dashboard/`);
  await signInAs(page, 'eve');
  await expect(page.getByText('eve@example.com, and that account has no role')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in with another account' }).press('Enter');
  await typeAccount(page, 'ann');
  await expect(lookout.connection).toHaveText('Live');
});

test('a disabled person is out at the re-check', async ({ page, lookout, signIn }) => {
  await page.goto(`${signIn.origin}/dashboard/`);
  await signInAs(page, 'ann');
  await expect(lookout.connection).toHaveText('Live');
  await signIn.provider.setAccount('ann', null);
  await expect(page.getByLabel('Admin token')).toBeVisible();
});

test.describe('without refresh tokens, and with tokens off', () => {
  // Long enough to load the page. It is loaded again each time, until it is live within that time.
  test.use({ refreshTokens: false, recheckMs: 10_000, tokens: 'off' });

  test('the console passes by the provider again, and stays where it was', async ({
    page,
    lookout,
    signIn,
  }) => {
    await page.goto(`${signIn.origin}/dashboard/sessions`);
    await expect(page.getByRole('link', { name: 'Sign in with The corp' })).toBeVisible();
    await expect(page.getByLabel('Admin token')).toBeHidden();
    const again = page.waitForRequest(/mode=silent/);
    await signInAs(page, 'ann');
    await again;
    await expect(lookout.connection).toHaveText('Live', { timeout: 60_000 });
    await expect(page).toHaveURL(`${signIn.origin}/dashboard/sessions`);
  });
});
