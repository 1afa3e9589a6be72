import { readFile } from 'node:fs/promises';
import { Actions } from './actions.ts';
import { askWeather, expect, test } from './crowsnest.ts';
import { pastCalls, yesterdayAt } from './past.ts';

// What people do on a bad day, each in at most three actions from a fresh sign-in.

test('somebody pauses the feed while it moves, and reads on', async ({ page, crowsnest, lookout }) => {
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, ...Array.from({ length: 60 }, () => 'Oslo'));
  await lookout.openSignedIn(crowsnest);
  await expect(lookout.rows.first()).toBeVisible();

  await page.keyboard.press('Space');
  const paused = await lookout.eventIds();
  await askWeather(agent, 'Lima', 'Rome', 'Paris');
  await expect(page.getByRole('button', { name: '3 new' })).toBeVisible();
  expect(await lookout.eventIds()).toEqual(paused);
  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: 'get_current_weather' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: '3 new' })).toHaveCount(0);
  expect(await lookout.eventIds()).not.toContain(paused.at(-1));
  await agent.close();
});

test('somebody exports the errors of an hour as CSV', async ({ page, crowsnest, lookout }) => {
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Atlantis', 'Lima', 'Nowhere');
  await lookout.openSignedIn(crowsnest);
  await expect(lookout.figure('errors')).toHaveText('2');

  await page.keyboard.press('/');
  await page.keyboard.type('is:error');
  await page.keyboard.press('Enter');
  await page.getByText('Export', { exact: true }).press('Enter');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'The last hour as CSV' }).press('Enter');
  const file = await download;
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
