import type { Page } from '@playwright/test';
import type { RangeStats } from '#contract';
import { connectLegacyClient } from '#testing';

import { asAdmin } from '../../support/server/admin-api.ts';
import { askWeather, expect, test, type Crowsnest } from '../support/crowsnest.ts';
import { pressInTurn } from '../support/key-sequence.ts';

/** The cells of the row that is named so. */
async function cellsOf(page: Page, name: string): Promise<string[]> {
  const cells = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  return (await cells.locator('td').allTextContents()).map((text) => text.trim());
}

/** Calls that fail now and then, of a client in two versions. */
async function callAsClient(crowsnest: Crowsnest, version: string, ...cities: string[]): Promise<void> {
  const agent = await connectLegacyClient(crowsnest.origin, { name: 'weather-desk', version });
  for (const city of cities) await askWeather(agent, city);
}

test('the tools of a range have the figures of the server, and open into their calls', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const from = new Date().toISOString();
  await callAsClient(crowsnest, '1.0', 'Oslo', 'Lima', 'Atlantis');
  const to = new Date(Date.now() + 1).toISOString();
  await callAsClient(crowsnest, '1.0', 'Oslo');
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/tools?from=${from}&to=${to}`);
  await expect(page.getByRole('rowheader', { name: 'get_current_weather' })).toBeVisible();
  const answer = await asAdmin(crowsnest.origin, `/stats?from=${from}&to=${to}`);
  const { tools } = (await answer.json()) as RangeStats;
  const [calls, errors, share] = await cellsOf(page, 'get_current_weather');
  expect([calls, errors, share]).toEqual(['3', '1', '33.3%']);
  expect([tools['get_current_weather']?.calls, tools['get_current_weather']?.errors]).toEqual([3, 1]);

  await page.getByRole('button', { name: 'get_current_weather' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/tool=get_current_weather/);
  await expect(page.getByRole('region', { name: 'Slowest calls' }).getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Who calls it' })).toContainText('weather-desk 1.0');
  const uncalled = page.getByRole('button', { name: /listed and not called/ });
  await uncalled.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Tools that were not called' })).toContainText(
    'index_document',
  );
});

test('a group of errors leads to its calls, each of which can be opened', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await callAsClient(crowsnest, '1.0', 'Oslo', 'Atlantis', 'Ys');
  await lookout.openSignedIn(crowsnest);
  await pressInTurn(page, 'g', 'e');
  const group = page.getByRole('button', { name: 'get_current_weather Unknown city ‹text›' });
  await group.focus();
  await page.keyboard.press('Enter');
  await expect(group).toHaveAttribute('aria-expanded', 'true');
  const calls = page.getByRole('list', { name: 'Newest calls of this group' }).getByRole('listitem');
  await expect(calls).toHaveCount(2);
  await expect(calls.nth(0)).toContainText('Unknown city "Ys"');
  await calls.nth(1).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/call=\d+/);
  await page.goBack();
  await page.getByRole('link', { name: 'All of them in the feed' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeAttached();
  await expect(page).toHaveURL(/filter=tool:get_current_weather.*group:/);
  await expect(page.locator('#stat-errors .figure')).toHaveText('2');
});

test('a client that fails more often since an update is flagged, and its older version is not', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await callAsClient(crowsnest, '1.0', ...Array<string>(10).fill('Oslo'));
  await callAsClient(crowsnest, '2.0', ...Array<string>(10).fill('Atlantis'));
  await lookout.openSignedIn(crowsnest);
  await pressInTurn(page, 'g', 'c');
  const rows = page.getByRole('table', { name: 'Clients' }).getByRole('row');
  await expect(rows.filter({ hasText: 'weather-desk 2.0' })).toContainText('fails more than 1.0');
  await expect(rows.filter({ hasText: 'weather-desk 1.0' })).not.toContainText('fails more');
  await expect(rows.filter({ hasText: 'weather-desk 1.0' })).toContainText('initialize and sessions');
});
