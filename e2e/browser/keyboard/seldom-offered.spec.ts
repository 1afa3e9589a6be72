import type { Page } from '@playwright/test';
import { asAdmin, readAll } from '../../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../../support/server/server-process.ts';
import { askWeather, expect, test, type Crowsnest } from '../support/crowsnest.ts';
import { pastCalls, yesterdayAt } from '../support/past.ts';
import { press } from '../support/press.ts';

// What the console offers only where there is nothing, very much, or something amiss, with the keyboard alone.

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Refuses what the page and its workers ask for at these addresses, until the returned function is called. */
async function refuse(page: Page, address: RegExp): Promise<() => Promise<void>> {
  await page.route(address, (route) =>
    route.fulfill({
      status: 503,
      // Nothing asks again by itself meanwhile.
      headers: { 'retry-after': '3600' },
      json: { error: 'BUSY', message: 'The server is busy' },
    }),
  );
  return () => page.unroute(address);
}

test('the keyboard chooses a client before the first call, says that a key is needed, and copies the configuration', async ({
  page,
  context,
  crowsnest,
  lookout,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lookout.openSignedIn(crowsnest);
  const clients = page.getByRole('group', { name: 'Your client' });
  await clients.getByRole('radio', { name: 'Most clients' }).focus();
  await page.keyboard.press('ArrowRight');
  const configuration = page.getByLabel('MCP client configuration');
  await expect(configuration).toHaveText(/^claude mcp add --transport http crowsnest /);
  await press(
    page.getByLabel('This server asks agents for a key'),
    () => expect(configuration).toContainText('YOUR_AGENT_KEY'),
    'Space',
  );
  await press(button(page, 'Copy configuration'), () =>
    expect
      .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
      .toBe(
        `claude mcp add --transport http crowsnest ${crowsnest.origin}/mcp --header "Authorization: Bearer YOUR_AGENT_KEY"`,
      ),
  );
});

test('the keyboard shows more of many errors, of the calls of one, and of many acts', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const from = yesterdayAt(14);
  const failures = Array.from({ length: 51 }, (_, n) =>
    pastCalls('crew', {
      from,
      count: n === 0 ? 11 : 1,
      everyMs: 10,
      tool: `tool-${n}`,
      durationMs: 5,
      error: 'The hold is full',
    }),
  );
  await crowsnest.addPast(failures.flat());
  for (let n = 0; n < 101; n += 1) {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    await asAdmin(crowsnest.origin, '/auth/session', { method: 'POST', headers });
  }
  await lookout.openSignedIn(crowsnest);
  const range = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(from + 60_000).toISOString(),
  });
  await page.goto(`${crowsnest.origin}/dashboard/errors?${range.toString()}`);
  const groups = page.getByRole('rowheader');
  await expect(groups).toHaveCount(50);
  const more = button(page, 'Show more');
  await press(more, () => expect(groups).toHaveCount(51));
  await press(page.getByRole('button', { name: /^tool-0 / }), () => expect(more).toBeVisible());
  const calls = page.getByRole('list', { name: 'Newest calls of this group' }).getByRole('listitem');
  await expect(calls).toHaveCount(10);
  await press(more, () => expect(calls).toHaveCount(11));

  await page.goto(`${crowsnest.origin}/dashboard/audit`);
  const acts = page.getByRole('row', { name: /signs in/ });
  await expect(acts).toHaveCount(100);
  await press(more, () => expect.poll(() => acts.count()).toBeGreaterThan(100));
});

/** Asks for the end of all sessions that are shown, up to the second confirmation. */
async function confirmTwice(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}

test('the keyboard asks again for the sessions to end, and stops while they are being ended', async ({
  page,
  crowsnest,
  lookout,
}) => {
  for (let n = 1; n <= 6; n += 1) await askWeather(await crowsnest.connectAgent(`crew-${n}`), 'Oslo');
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/sessions?filter=client:crew-*`);
  const dialog = page.getByRole('dialog');
  const serve = await refuse(page, /\/sessions\?/);
  await press(button(page, 'End all 6 open…'), () => expect(dialog.getByRole('alert')).toBeVisible());
  await serve();
  await press(dialog.getByRole('button', { name: 'Try again' }), () =>
    expect(dialog.getByLabel('Reason')).toBeFocused(),
  );

  // Four commands are on their way at once: the others are not sent any more.
  const asked: (() => Promise<void>)[] = [];
  await page.route(/\/sessions\/[^/]+$/, (route) => {
    if (route.request().method() === 'DELETE') asked.push(() => route.continue());
    else void route.continue();
  });
  await confirmTwice(page);
  await expect.poll(() => asked.length).toBe(4);
  const stop = dialog.getByRole('button', { name: 'Stop' });
  await expect(stop).toBeFocused();
  await press(stop, () => expect(dialog).toBeHidden());
  for (const send of asked) await send();
  await expect(page.getByText('closed (admin)')).toHaveCount(4);
  await expect(page.locator('[data-state=open]')).toHaveCount(2);
  expect(asked).toHaveLength(4);
});

/** The session of many calls of yesterday, which the feed does not have, and the end of its first one. */
async function addOldCalls(
  crowsnest: Crowsnest,
): Promise<{ sessionId: string; endId: string; from: number }> {
  const from = yesterdayAt(14);
  await crowsnest.addPast(
    pastCalls('crew', { from, count: 60, everyMs: 1_000, tool: 'search', durationMs: 5 }),
  );
  const events = await readAll(crowsnest.origin, '0');
  const end = events.find(({ type }) => type === 'tool:done');
  return { sessionId: end?.sessionId ?? '', endId: end?.id ?? '', from };
}

test('the keyboard asks again for the calls of a session, for a call and for a replay that the server has refused', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const { sessionId, endId, from } = await addOldCalls(crowsnest);
  await lookout.openSignedIn(crowsnest);
  let serve = await refuse(page, /\/history\?/);
  await page.goto(`${crowsnest.origin}/dashboard/sessions/${sessionId}`);
  const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link');
  await expect(page.getByRole('main')).toContainText('The server is busy');
  await serve();
  await press(button(page, 'Try again'), () => expect(calls.first()).toBeVisible());

  serve = await refuse(page, /\/history\?/);
  await page.goto(`${crowsnest.origin}/dashboard/?call=${endId}`);
  const panel = page.getByRole('complementary', { name: 'Call' });
  await expect(panel).toContainText('The server is busy');
  await serve();
  await press(panel.getByRole('button', { name: 'Try again' }), () =>
    expect(panel.getByRole('heading', { name: 'search' })).toBeVisible(),
  );

  serve = await refuse(page, /\/stats\?at=/);
  const [begin, end] = [from, from + 60_000].map((at) => new Date(at).toISOString());
  await page.goto(`${crowsnest.origin}/dashboard/?from=${begin}&to=${end}&replay=${begin}`);
  const replay = page.getByRole('region', { name: 'Replay' });
  await expect(replay.getByRole('alert')).toContainText('The next try is in');
  await serve();
  await press(replay.getByRole('button', { name: 'Try again' }), () =>
    expect(replay.locator('.pace')).toHaveText('Paused'),
  );
});
