import { ADMIN_TOKEN } from '../../support/server/server-process.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';

// These tests use the mouse, and those of the other suites of the console the keyboard.

test.use({ environment: { CROWSNEST_PATH: '/ops' } });

test('the console loads, signs in, streams, sends commands and signs out when it is mounted below a path', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const outside: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/ops/')) outside.push(pathname);
  });

  await page.goto(`${crowsnest.origin}/ops/dashboard/`);
  await page.getByLabel('Admin token').fill(ADMIN_TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(lookout.connection).toHaveText('Live');
  await expect(page.getByLabel('MCP client configuration')).toContainText(`"url": "${crowsnest.origin}/mcp"`);

  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.figure('calls')).toHaveText('1');
  await lookout.goTo('Sessions');
  expect(page.url()).toBe(`${crowsnest.origin}/ops/dashboard/sessions`);
  await page.getByRole('button', { name: /^End the session of weather-agent/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(page.getByText('closed (admin)')).toBeVisible();

  await page.reload();
  await expect(lookout.connection).toHaveText('Live');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Admin token')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Admin token')).toBeVisible();
  expect(outside).toEqual([]);
});

test('the sign-in link signs in when the console is mounted below a path', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  expect(page.url()).toBe(`${crowsnest.origin}/ops/dashboard/`);
});
