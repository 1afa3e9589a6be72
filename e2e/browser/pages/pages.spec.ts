import { askWeather, expect, test } from '../support/crowsnest.ts';
import { show } from '../support/visibility.ts';

test('an address that is no page gets 404 and a page that says so', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  const answer = await page.goto(`${crowsnest.origin}/dashboard/nothing/here`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expect(page).toHaveTitle('No such page · Crowsnest');
  await page.getByRole('link', { name: 'Go to the overview' }).press('Enter');
  await expect(page).toHaveURL(`${crowsnest.origin}/dashboard/`);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeAttached();
});

test('a page that is reloaded is the same page', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  for (const name of ['Sessions', 'Tools'] as const) {
    await lookout.goTo(name);
    const answer = await page.reload();
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  }
});

test('the title and the icon of the tab tell of a lost connection', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  await expect(page).toHaveTitle('Overview · Crowsnest');
  await crowsnest.stop();
  await expect(page).toHaveTitle('Connection lost · Overview · Crowsnest');
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', 'lookout-trouble.svg');
});

test('the title and the icon of a tab in the background tell of calls that have failed since, until it is seen', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Atlantis');
  await expect(lookout.figure('errors')).toHaveText('1');
  const icon = page.locator('link[rel=icon]');
  await show(page, 'hidden');
  await askWeather(agent, 'Oslo', 'Ys', 'Nowhere');
  await expect(page).toHaveTitle('2 failed · Overview · Crowsnest');
  await expect(icon).toHaveAttribute('href', 'lookout-trouble.svg');
  await show(page, 'visible');
  await expect(page).toHaveTitle('Overview · Crowsnest');
  await expect(icon).toHaveAttribute('href', 'lookout.svg');
});
