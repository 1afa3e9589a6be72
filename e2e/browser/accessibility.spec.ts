import type { Page } from '@playwright/test';

import { findings } from './axe.ts';
import { askWeather, expect, test } from './crowsnest.ts';

const LOOKS = [
  { name: 'in the light theme', use: { colorScheme: 'light' } },
  { name: 'in the dark theme', use: { colorScheme: 'dark' } },
  { name: 'with forced colors', use: { colorScheme: 'dark', contextOptions: { forcedColors: 'active' } } },
] as const;

/** How far the page can be scrolled sideways, in pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

for (const { name, use } of LOOKS) {
  test.describe(`${name} axe finds no violation`, () => {
    test.use(use);

    test('on the sign-in page, before and after an empty token is submitted', async ({ page, crowsnest }) => {
      await page.goto(`${crowsnest.origin}/dashboard/`);
      await expect(page.getByLabel('Admin token')).toBeVisible();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert')).toContainText('Enter a token first');
      expect(await findings(page)).toEqual([]);
    });

    test('on the overview, empty, busy, and while a filter is typed', async ({
      page,
      crowsnest,
      lookout,
    }) => {
      await lookout.openSignedIn(crowsnest);
      await expect(page.getByRole('heading', { name: 'No agent has connected yet' })).toBeVisible();
      expect(await findings(page)).toEqual([]);

      const agent = await crowsnest.connectAgent();
      await askWeather(agent, 'Oslo', 'Atlantis');
      const running = agent.callTool({ name: 'index_document', arguments: { title: 'A', text: 'b' } });
      await expect(lookout.figure('in-flight')).toHaveText('1');
      await page.keyboard.press('j');
      await expect(page.getByRole('region', { name: 'Feed' }).locator('[aria-current]')).toBeVisible();
      await page.getByRole('combobox', { name: 'Filter' }).fill('tool:get');
      await expect(page.getByRole('option')).toHaveCount(1);
      expect(await findings(page)).toEqual([]);
      await page.keyboard.type(' colour:red');
      await page.keyboard.press('Enter');
      await expect(page.getByText('There is no key "colour"')).toBeVisible();
      expect(await findings(page)).toEqual([]);
      await running;
    });

    test('on the sessions and the tools, and while the server is away', async ({
      page,
      crowsnest,
      lookout,
    }) => {
      await lookout.openSignedIn(crowsnest);
      const agent = await crowsnest.connectAgent();
      await askWeather(agent, 'Oslo', 'Atlantis');
      await expect(lookout.figure('calls')).toHaveText('2');
      for (const link of ['Sessions', 'Tools'] as const) {
        await lookout.goTo(link);
        await expect(page.getByRole('table').getByRole('row')).not.toHaveCount(1);
        expect(await findings(page)).toEqual([]);
      }
      await crowsnest.stop();
      await expect(lookout.connection).toHaveText(/Reconnecting in/);
      expect(await findings(page)).toEqual([]);
    });

    test('on an address that is no page, and in the help sheet', async ({ page, crowsnest, lookout }) => {
      await lookout.openSignedIn(crowsnest);
      await page.goto(`${crowsnest.origin}/dashboard/nothing?calls=twice`);
      await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
      await expect(lookout.connection).toHaveText('Live');
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      expect(await findings(page)).toEqual([]);
    });
  });
}

test('the keyboard chooses the theme, and a reload keeps it', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  const background = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
  const light = await background();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect.poll(background).toBe(dark);
});

test('every page fits a narrow screen without horizontal scrolling, also with the text spacing of WCAG', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent('an-agent-with-a-rather-long-name');
  await askWeather(agent, 'Oslo', 'Atlantis');
  await expect(lookout.figure('calls')).toHaveText('2');
  for (const spaced of [false, true]) {
    if (spaced) await page.evaluate(SPACE_TEXT);
    for (const link of ['Tools', 'Sessions', 'Errors', 'Clients', 'Overview'] as const) {
      await lookout.goTo(link);
      expect({ link, spaced, overflow: await overflow(page) }).toEqual({ link, spaced, overflow: 0 });
    }
  }
  expect(await findings(page)).toEqual([]);
});

/** The text spacing that WCAG 1.4.12 asks pages to bear. A sheet of its own is allowed by the page's policy. */
const SPACE_TEXT = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }');
  document.adoptedStyleSheets = [sheet];
`;

test('the feed shows whole rows only, and a notice moves nothing', async ({ page, crowsnest, lookout }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  for (let round = 0; round < 12; round += 1) await askWeather(agent, 'Oslo', 'Lima', 'Rome');
  await expect(lookout.figure('calls')).toHaveText('36');
  const feed = page.getByRole('region', { name: 'Feed' });
  const [row, list] = [await lookout.rows.first().boundingBox(), await feed.boundingBox()];
  expect(row?.height).toBe(26);
  expect((list?.height ?? 1) % 26).toBe(0);
  expect(list?.height).toBeGreaterThan(400);
  expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
  await crowsnest.stop();
  await expect(lookout.connection).toHaveText(/Reconnecting in/);
  expect(await lookout.rows.first().boundingBox()).toEqual(row);
});
