import type { Locator, Page, Route } from '@playwright/test';
import { askWeather, expect, test } from '../support/crowsnest.ts';

/** The parts of each page that ask the server for something of their own, in a time that has passed. */
const PARTS: Record<string, number> = {
  '': 4,
  sessions: 1,
  tools: 3,
  errors: 1,
  clients: 1,
  audit: 1,
  alerts: 2,
};

const isOfConsole = (url: URL): boolean => /^\/(dashboard|auth)\b/.test(url.pathname);

/** Refuses what the page asks the server for, until the returned function is called. */
async function refuse(page: Page): Promise<() => Promise<void>> {
  const isRefused = (url: URL): boolean => !isOfConsole(url);
  const answer = (route: Route): Promise<void> =>
    route.fulfill({ status: 503, json: { error: 'BUSY', message: 'The server is busy' } });
  await page.route(isRefused, answer);
  return () => page.unroute(isRefused, answer);
}

/** Presses the first button until none is left. Some ask for several parts at once. */
async function pressAll(buttons: Locator): Promise<void> {
  for (let left = await buttons.count(); left > 0; left = await buttons.count()) {
    await buttons.first().press('Enter');
    await expect.poll(() => buttons.count()).toBeLessThan(left);
  }
}

test('each part of a page that the server refuses says so, and a key asks for it again', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await askWeather(await crowsnest.connectAgent(), 'Oslo', 'Atlantis');
  await lookout.openSignedIn(crowsnest);
  for (const [path, parts] of Object.entries(PARTS)) {
    await test.step(path || 'overview', async () => {
      const serve = await refuse(page);
      await page.goto(`${crowsnest.origin}/dashboard/${path}?last=15m`);
      const again = page.getByRole('main').getByRole('button', { name: 'Try again' });
      await expect(again).toHaveCount(parts);
      await serve();
      await pressAll(again);
      await expect(page.getByRole('main')).not.toContainText('The server is busy');
      await expect.poll(() => page.evaluate('document.activeElement === document.body')).toBe(false);
    });
  }
});
