import { ADMIN_TOKEN } from '../../support/server/server-process.ts';
import { expect, test } from '../support/crowsnest.ts';

test('the sign-in link signs in, and its token disappears from the address bar', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  expect(page.url()).toBe(`${crowsnest.origin}/dashboard/`);
  const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, history.state])');
  expect(kept).not.toContain(ADMIN_TOKEN);
  const cookies = await page.context().cookies();
  // The port is not the default, so the name distinguishes servers on the same host.
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
  expect(cookies[0]?.name).toMatch(/^crowsnest_session_[0-9a-f]{8}$/);
  expect(cookies[0]?.value).not.toContain(ADMIN_TOKEN);
  await page.reload();
  await expect(lookout.connection).toHaveText('Live');
});

test('the form rejects a wrong token with an explanation, and accepts the right one', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await page.goto(`${crowsnest.origin}/`);
  await expect(page).toHaveURL(`${crowsnest.origin}/dashboard/`);
  const token = page.getByLabel('Admin token');
  await token.fill('certainly-not-the-token');
  await token.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Unknown token');
  await expect(token).toBeFocused();
  await token.fill(ADMIN_TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await expect(lookout.connection).toHaveText('Live');
});

test('a sign-in link with a wrong token leads to the form', async ({ page, crowsnest }) => {
  await page.goto(`${crowsnest.origin}/dashboard/#token=certainly-not-the-token`);
  await expect(page.getByRole('alert')).toContainText('Unknown token');
  expect(page.url()).toBe(`${crowsnest.origin}/dashboard/`);
});

test('signing out removes the cookie, and a reload shows the form', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  await page.getByRole('button', { name: 'Sign out' }).press('Enter');
  await expect(page.getByLabel('Admin token')).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
  await page.reload();
  await expect(page.getByLabel('Admin token')).toBeVisible();
});

test('a tab shows the form when it reconnects after a sign-out elsewhere', async ({
  page,
  context,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const cookies = await context.cookies();
  const signedOut = await fetch(`${crowsnest.origin}/auth/session`, {
    method: 'DELETE',
    headers: { cookie: `${cookies[0]?.name}=${cookies[0]?.value}`, origin: crowsnest.origin },
  });
  expect(signedOut.status).toBe(204);
  await crowsnest.stop();
  await crowsnest.start();
  await expect(page.getByText('Your session has ended')).toBeVisible({ timeout: 60_000 });
});

test.describe('with two admins', () => {
  const OTHER_TOKEN = 'the-token-of-somebody-else';
  test.use({ environment: { ADMIN_TOKENS: `${ADMIN_TOKEN},${OTHER_TOKEN}` } });

  test('the link of another admin changes the account only after a question, which keys answer', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    await lookout.openSignedIn(crowsnest);
    await page.goto(`${crowsnest.origin}/dashboard/#token=${OTHER_TOKEN}`);
    await page.getByRole('button', { name: 'Stay admin' }).press('Enter');
    await expect(page.getByText('admin', { exact: true })).toBeVisible();
    await expect(lookout.connection).toHaveText('Live');
    await page.goto(`${crowsnest.origin}/dashboard/#token=${OTHER_TOKEN}`);
    await page.getByRole('button', { name: 'Sign in as admin-2' }).press('Enter');
    await expect(page.getByText('admin-2', { exact: true })).toBeVisible();
    await expect(lookout.connection).toHaveText('Live');
  });
});
