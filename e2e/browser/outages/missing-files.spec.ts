import type { Page } from '@playwright/test';
import { askWeather, expect, test } from '../support/crowsnest.ts';

/** Refuses the files of the console, except those that the page has, until the returned function is called. */
async function refuseFiles(page: Page, status: 404 | 503): Promise<() => Promise<void>> {
  await page.route('**/*.js', (route) => route.fulfill({ status, body: '' }));
  return () => page.unroute('**/*.js');
}

test('a dialog whose file could not be loaded says so, and opens by the same key once it can', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const deliver = await refuseFiles(page, 503);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The list of keys could not be loaded.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('?');
  await expect(dialog).toContainText('could not be loaded');
  await deliver();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('a page and its charts that could not be loaded arrive by themselves when the server is back', async ({
  page,
  crowsnest,
  lookout,
}) => {
  // The name of the file with uPlot has only a hash, but one of the class names is in no other file.
  await page.route('**/page-*.js', async (route) => {
    const response = await route.fetch();
    await ((await response.text()).includes('u-legend') ? route.abort() : route.fulfill({ response }));
  });
  await askWeather(await crowsnest.connectAgent(), 'Oslo');
  await lookout.openSignedIn(crowsnest);
  await expect(page.getByText('The chart could not be loaded.').first()).toBeVisible();
  await page.unroute('**/page-*.js');
  await crowsnest.stop();
  await expect(lookout.connection).toHaveText(/Reconnecting/);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Tools' }).press('Enter');
  await expect(page.getByText('The page “Tools” could not be loaded.')).toBeVisible();
  await expect(page).toHaveURL(/\/tools/);
  await crowsnest.start();
  await expect(page.getByRole('heading', { level: 1, name: 'Tools' })).toBeAttached({ timeout: 60_000 });
  await lookout.goTo('Overview');
  await expect(page.locator('app-time-chart canvas').first()).toBeVisible();
});

test('a console older than its server says that Crowsnest was updated, and reloads on demand', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const deliver = await refuseFiles(page, 404);
  await page.route('**/dashboard/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<script src="main-OTHER.js" type="module"></script>' }),
  );
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Sessions' })
    .press('Enter');
  await expect(page.getByRole('main')).toContainText('Crowsnest was updated.');
  await deliver();
  await page.unroute('**/dashboard/');
  await page.getByRole('button', { name: 'Reload' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeAttached();
});
