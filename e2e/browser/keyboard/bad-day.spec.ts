import { readFile } from 'node:fs/promises';
import { Actions } from '../support/actions.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';
import { pressInTurn } from '../support/key-sequence.ts';
import { pastCalls, yesterdayAt } from '../support/past.ts';

// What people do on a bad day, each in at most three actions from a fresh sign-in.

test('somebody pauses the feed while it moves, and reads on', async ({ page, crowsnest, lookout }) => {
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, ...Array.from({ length: 60 }, () => 'Oslo'));
  await lookout.openSignedIn(crowsnest);
  await lookout.seeSignIn();
  // The newest row is a call, and not the sign-in.
  await askWeather(agent, 'Oslo');
  // Its end is another event, which would be new after the pause.
  await expect(lookout.allRows.first()).toContainText(/done.*get_current_weather/s);

  const actions = new Actions();
  await actions.take('pauses', () => page.keyboard.press('Space'));
  const paused = await lookout.eventIds();
  await askWeather(agent, 'Lima', 'Rome', 'Paris');
  await expect(page.getByRole('button', { name: '3 new' })).toBeVisible();
  expect(await lookout.eventIds()).toEqual(paused);
  await actions.take('reads a row', () => page.keyboard.press('j'));
  await expect(page.getByRole('region', { name: 'get_current_weather' })).toBeVisible();
  await actions.take('goes on', () => page.keyboard.press('Space'));
  await expect(page.getByRole('button', { name: '3 new' })).toHaveCount(0);
  await expect.poll(() => lookout.eventIds()).not.toContain(paused.at(-1));
  actions.expectFew();
  await agent.close();
});

test('somebody exports the errors of an hour as CSV', async ({ page, crowsnest, lookout }) => {
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Atlantis', 'Lima', 'Nowhere');
  await lookout.openSignedIn(crowsnest);
  await expect(lookout.figure('errors')).toHaveText('2');

  const actions = new Actions();
  await actions.take('follows the error rate', () => page.locator('#stat-errors .figure a').press('Enter'));
  await expect(page).toHaveURL(/filter=is:error/);
  await actions.take('opens the exports', () => page.getByText('Export', { exact: true }).press('Enter'));
  const download = page.waitForEvent('download');
  await actions.take('takes the last hour', () =>
    page.getByRole('link', { name: 'The last hour as CSV' }).press('Enter'),
  );
  const file = await download;
  actions.expectFew();
  expect(file.suggestedFilename()).toBe('crowsnest-events.csv');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('id,type,timestamp');
  for (const line of lines.slice(1)) expect(line).toContain(',tool:error,');
  await agent.close();
});

test('an admin sees what happened yesterday from 14:00 to 14:10 in three actions', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const of = { tool: 'book_berth', durationMs: 40, everyMs: 10_000 };
  await crowsnest.addPast([
    ...pastCalls('harbor-desk', { ...of, from: yesterdayAt(13, 50), count: 60 }),
    ...pastCalls('harbor-desk', { ...of, from: yesterdayAt(14), count: 55 }),
    ...pastCalls('pilot', { ...of, from: yesterdayAt(14, 4), count: 5, error: 'The berth is taken' }),
  ]);
  const actions = new Actions();
  await lookout.openSignedIn(crowsnest);
  await actions.take('opens the time', () => page.keyboard.press('t'));
  await actions.take('types the range', async () => {
    await page.getByLabel('From').fill('yesterday 14:00');
    await page.getByLabel('To', { exact: true }).fill('14:10');
  });
  await actions.take('shows it', () => page.keyboard.press('Enter'));
  await expect(page.locator('#stat-calls .figure')).toHaveText('60');
  await expect(page.locator('#stat-errors .figure')).toHaveText('5');
  await expect(page.getByRole('region', { name: 'Newest failures' })).toContainText('The berth is taken');
  await expect(page.getByRole('slider', { name: 'Calls and errors over time' })).toHaveAccessibleDescription(
    /60 calls, 5 errors\. .*Most errors at 14:04/,
  );
  actions.expectFew();
});

test('somebody learns which session failed last, and why', async ({ page, crowsnest, lookout }) => {
  const agent = await crowsnest.connectAgent('cursor');
  await askWeather(agent, 'Atlantis');
  // The snapshot that the console begins with has the last 50 events only.
  await askWeather(agent, ...Array.from({ length: 30 }, () => 'Oslo'));
  await lookout.openSignedIn(crowsnest);

  const actions = new Actions();
  const newest = page.getByRole('region', { name: 'Newest failures' }).getByRole('link').first();
  await actions.take('opens the newest failure', () => newest.press('Enter'));
  const panel = page.getByRole('complementary', { name: 'Call' });
  await expect(panel.getByRole('region', { name: 'Error' })).toContainText('Unknown city "Atlantis"');
  await actions.take('opens its session', () => panel.getByRole('link', { name: 'cursor' }).press('Enter'));
  await expect(page.getByRole('heading', { level: 1, name: /^cursor/ })).toBeVisible();
  actions.expectFew();
  await agent.close();
});

test.describe('with payloads', () => {
  test.use({ environment: { CROWSNEST_PAYLOADS: 'redacted' } });

  test('somebody reads what a call sent and got, and sends a colleague a link to it', async ({
    page,
    browser,
    context,
    crowsnest,
    lookout,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const agent = await crowsnest.connectAgent('cursor');
    await lookout.openSignedIn(crowsnest);
    await lookout.seeSignIn();
    // The newest row is the call, and not the sign-in.
    await askWeather(agent, 'Oslo');
    await expect(lookout.allRows.first()).toContainText(/done.*get_current_weather/s);

    const actions = new Actions();
    await actions.take('selects the call', () => page.keyboard.press('j'));
    await actions.take('opens it', () => page.getByRole('link', { name: 'Open the call' }).press('Enter'));
    const panel = page.getByRole('complementary', { name: 'Call' });
    await expect(panel.getByRole('tree', { name: 'Arguments' })).toContainText('"Oslo"');
    await expect(panel.getByRole('tree', { name: 'Result' })).toContainText('"Norway"');
    await actions.take('copies its link', () =>
      panel.getByRole('button', { name: 'Copy link' }).press('Enter'),
    );
    actions.expectFew();

    const link: string = await page.evaluate('navigator.clipboard.readText()');
    const fresh = await browser.newContext();
    const colleague = await fresh.newPage();
    await colleague.goto(crowsnest.signInLink);
    await expect(colleague.locator('app-connection-badge')).toHaveText('Live');
    await colleague.goto(link);
    const same = colleague.getByRole('complementary', { name: 'Call' });
    await expect(same.getByRole('tree', { name: 'Arguments' })).toContainText('"Oslo"');
    await expect(same.getByRole('tree', { name: 'Result' })).toContainText('"Norway"');
    await fresh.close();
    await agent.close();
  });
});

test('somebody ends a session with a reason', async ({ page, crowsnest, lookout }) => {
  const agent = await crowsnest.connectAgent('cursor');
  await askWeather(agent, 'Oslo');
  await lookout.openSignedIn(crowsnest);

  const actions = new Actions();
  await actions.take('goes to the sessions', async () => {
    await pressInTurn(page, 'g', 's');
  });
  const end = page.getByRole('button', { name: 'End the session of cursor' });
  await actions.take('ends it', () => end.press('Enter'));
  await expect(page.getByLabel('Reason')).toBeFocused();
  await actions.take('gives the reason', async () => {
    await page.keyboard.type('it asks too much');
    await page.keyboard.press('Enter');
  });
  await expect(page.getByText('closed (admin)')).toBeVisible();
  actions.expectFew();
  await page.goto(`${crowsnest.origin}/dashboard/sessions/${agent.transport.sessionId}`);
  await expect(page.getByText(/: ended by .*: it asks too much$/)).toBeVisible();
  await agent.close();
});

test('an admin sees which tool became slow in the last five minutes in one action', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const now = Date.now();
  const calls = { count: 40, everyMs: 5_000, durationMs: 20 };
  const before = now - 25 * 60_000;
  const lately = now - 5 * 60_000;
  await crowsnest.addPast([
    ...pastCalls('pilot', { ...calls, tool: 'get_tide', from: before }),
    ...pastCalls('pilot', { ...calls, tool: 'book_berth', from: before }),
    ...pastCalls('pilot', { ...calls, tool: 'get_tide', from: lately }),
    ...pastCalls('pilot', { ...calls, tool: 'book_berth', from: lately, durationMs: 900 }),
  ]);
  const actions = new Actions();
  await lookout.openSignedIn(crowsnest);
  await actions.take('goes to the tools', async () => {
    await pressInTurn(page, 'g', 't');
  });
  const row = (tool: string) =>
    page.getByRole('table', { name: 'Tools' }).getByRole('row').filter({ hasText: tool });
  await expect(row('book_berth')).toContainText(/p99 ×4\d/);
  await expect(row('get_tide')).not.toContainText('p99 ×');
  actions.expectFew();
});
