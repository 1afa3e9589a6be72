import type { Page } from '@playwright/test';

import { expectNoFindings, findings } from '../support/axe.ts';
import { askWeather, expect, test, type Crowsnest } from '../support/crowsnest.ts';
import { pressInTurn } from '../support/key-sequence.ts';
import { overflow, unreachable } from '../support/reach.ts';

/** A page, a text that it shows once it has what it asked for, and how something on it is opened. */
interface BusyPage {
  name: string;
  path: string;
  shows: string;
  open?: (page: Page) => Promise<void>;
}

/** All pages, after some calls of an agent. */
async function busyPages(crowsnest: Crowsnest): Promise<BusyPage[]> {
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Atlantis');
  return [
    { name: 'Overview', path: '', shows: 'get_current_weather' },
    { name: 'Sessions', path: 'sessions?filter=client:weather-agent', shows: 'weather-agent' },
    {
      name: 'weather-agent',
      path: `sessions/${agent.transport.sessionId}`,
      shows: 'get_current_weather',
      open: async (page) => {
        await page.keyboard.press('j');
        await expect(page.getByRole('complementary', { name: 'Call' })).toContainText('get_current_weather');
      },
    },
    {
      name: 'Tools',
      path: 'tools?tool=get_current_weather&uncalled=shown',
      shows: 'index_document',
    },
    {
      name: 'Errors',
      path: 'errors',
      shows: 'Unknown city',
      open: async (page) => {
        await page.getByRole('button', { name: 'get_current_weather Unknown city' }).press('Enter');
        await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
      },
    },
    { name: 'Clients', path: 'clients', shows: 'weather-agent' },
    { name: 'Alerts', path: 'alerts', shows: 'There is no rule' },
    { name: 'Audit', path: 'audit', shows: 'signs in' },
    { name: 'Instances', path: 'instances', shows: 'answers here' },
    { name: 'There is no such page', path: 'nothing?calls=twice', shows: 'There is no such page' },
  ];
}

/** Opens a page of the console, and waits for what it shows. */
async function openPage(page: Page, { origin }: Crowsnest, busy: BusyPage): Promise<void> {
  const { name, path, shows, open } = busy;
  await page.goto(`${origin}/dashboard/${path}`);
  await expect(page.locator('app-connection-badge')).toHaveText('Live');
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached();
  await expect(page.getByRole('main').getByText(shows).first()).toBeAttached();
  await open?.(page);
}

test('axe finds no violation before and after the sign-in, in any theme', async ({
  page,
  harbor,
  lookout,
}) => {
  await page.goto(`${harbor.origin}/dashboard/`);
  await expect(page.getByLabel('Admin token')).toBeVisible();
  await expectNoFindings(page, 'the sign-in');
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('Enter a token first');
  await expectNoFindings(page, 'the sign-in with a problem');

  await lookout.openSignedIn(harbor);
  await expect(page.getByRole('heading', { name: 'No agent has connected yet' })).toBeVisible();
  await expectNoFindings(page, 'the empty overview');
  const agent = await harbor.connectAgent();
  await agent.callTool({ name: 'fail', arguments: {} });
  void agent.callTool({ name: 'hold', arguments: {} }).catch(() => undefined);
  await expect(lookout.figure('in-flight')).toHaveText('1');
  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: 'Feed' }).locator('[aria-current]')).toBeVisible();
  await page.getByRole('combobox', { name: 'Filter' }).fill('tool:hol');
  await expect(page.getByRole('option')).toHaveCount(1);
  await expectNoFindings(page, 'the busy overview');
  await page.keyboard.type(' colour:red');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is no key "colour"')).toBeVisible();
  await expectNoFindings(page, 'a filter with a fault');
  await harbor.stop();
  await expect(lookout.connection).toHaveText(/Reconnecting in/);
  await expectNoFindings(page, 'the overview while the server is away');
});

test('axe finds no violation on any page, in any theme', async ({ page, crowsnest, lookout }) => {
  // Each look of axe takes seconds where other work keeps the cores busy.
  test.slow();
  await lookout.openSignedIn(crowsnest);
  for (const busy of await busyPages(crowsnest)) {
    await openPage(page, crowsnest, busy);
    await expectNoFindings(page, busy.name);
  }
});

test('axe finds no violation in a past range and in its replay, in any theme', async ({
  page,
  crowsnest,
  lookout,
}) => {
  // Each look of axe takes seconds where other work keeps the cores busy.
  test.slow();
  const from = Date.now() - 60_000;
  await askWeather(await crowsnest.connectAgent(), 'Oslo', 'Atlantis');
  await lookout.openSignedIn(crowsnest);
  const range = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(from + 120_000).toISOString(),
  });
  await page.goto(`${crowsnest.origin}/dashboard/?${range.toString()}`);
  await expect(page.locator('#stat-errors .figure')).toHaveText('1');
  await expectNoFindings(page, 'a past range');
  await page.keyboard.press('r');
  const replay = page.getByRole('region', { name: 'Replay' });
  await expect(replay.getByRole('button', { name: 'Next rise of errors' })).toBeEnabled();
  await expectNoFindings(page, 'a replay');
});

async function openSessions(page: Page, crowsnest: Crowsnest, pages: readonly BusyPage[]): Promise<void> {
  for (const busy of pages) if (busy.name === 'Sessions') await openPage(page, crowsnest, busy);
}

/** Opens each dialog with the keyboard, on the page of the one session of `busyPages`, and closes it after a look. */
async function openDialogs(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().press('Enter');
  const openings: Record<string, () => Promise<void>> = {
    Keys: () => page.keyboard.press('?'),
    Diagnostics: () => page.keyboard.press('Shift+d'),
    Time: () => page.keyboard.press('t'),
    Display: () => press(/^Display/),
    'Do or find anything': () => page.keyboard.press('Control+k'),
    'Saved filters': () => press('Saved filters'),
    'End the session of weather-agent?': () => press(/^End the session of/),
    'End 1 session?': () => press('End all 1 open…'),
  };
  for (const [name, open] of Object.entries(openings)) {
    await open();
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await look(name);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
}

test('axe finds no violation in any dialog, in any theme', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  await openSessions(page, crowsnest, await busyPages(crowsnest));
  await openDialogs(page, (name) => expectNoFindings(page, name));
});

test.describe('at 200 % zoom', () => {
  // What is left of 1440 × 900 pixels.
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test('every page and dialog fits the width, its controls can be pointed at, and axe finds no violation', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    // Each look of axe takes seconds where other work keeps the cores busy.
    test.slow();
    await lookout.openSignedIn(crowsnest);
    const pages = await busyPages(crowsnest);
    for (const busy of pages) {
      await openPage(page, crowsnest, busy);
      expect.soft(await overflow(page), busy.name).toBe(0);
      expect.soft(await findings(page), busy.name).toEqual([]);
      expect.soft(await unreachable(page), busy.name).toEqual([]);
    }
    await openSessions(page, crowsnest, pages);
    await openDialogs(page, async (name) => {
      expect.soft(await findings(page), name).toEqual([]);
      expect.soft(await unreachable(page, 'dialog'), name).toEqual([]);
    });
    const now = Date.now();
    const [from, to] = [now - 60_000, now + 60_000].map((at) => new Date(at).toISOString());
    await page.goto(`${crowsnest.origin}/dashboard/?from=${from}&to=${to}&replay=${to}`);
    await expect(page.getByRole('button', { name: 'Next rise of errors' })).toBeEnabled();
    expect.soft(await overflow(page), 'a replay').toBe(0);
    expect.soft(await findings(page), 'a replay').toEqual([]);
    expect.soft(await unreachable(page), 'a replay').toEqual([]);
  });
});

test('the keyboard chooses how the console is displayed, and a reload keeps it', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await askWeather(await crowsnest.connectAgent(), 'Oslo');
  await expect(lookout.rows.first()).toBeVisible();
  const background = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const dialog = page.getByRole('dialog', { name: 'Display' });
  const light = await background();
  await pressInTurn(page, 'v', 'v');
  await expect(dialog.getByRole('radio', { name: 'System' })).toBeFocused();
  for (const [from, to] of [
    ['System', 'Light'],
    ['Light', 'Dark'],
    ['Compact', 'Comfortable'],
    ['Time of day', 'Time passed'],
  ] as const) {
    await dialog.getByRole('radio', { name: from }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(dialog.getByRole('radio', { name: to })).toBeChecked();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Display/ })).toBeVisible();
  for (const isReloaded of [false, true]) {
    if (isReloaded) await page.reload();
    await expect.poll(background).not.toBe(light);
    await expect(lookout.rows.first().locator('time')).toHaveText(/^(now|\d+ (s|m) ago)$/);
    await expect.poll(async () => (await lookout.rows.first().boundingBox())?.height).toBe(32);
  }
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
      await expect.poll(() => overflow(page), { message: `${link}, spaced: ${spaced}` }).toBe(0);
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
  await pressInTurn(page, 'v', 'r');
  await expect.poll(async () => (await lookout.rows.first().boundingBox())?.height).toBe(32);
  await expect.poll(async () => ((await feed.boundingBox())?.height ?? 1) % 32).toBe(0);
  await pressInTurn(page, 'v', 'r');
  await expect.poll(() => lookout.rows.first().boundingBox()).toEqual(row);
  expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
  await crowsnest.stop();
  await expect(lookout.connection).toHaveText(/Reconnecting in/);
  await expect.poll(() => lookout.rows.first().boundingBox()).toEqual(row);
});
