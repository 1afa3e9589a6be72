import type { Page } from '@playwright/test';
import { askWeather, expect, test, type ConsolePage } from '../support/crowsnest.ts';

/** The exact numbers of the range that the overview shows. */
const counted = (page: Page, card: 'calls' | 'errors') => page.locator(`#stat-${card} .figure`);
/** The rows of a range, without the last one, which tells where it begins. */
const rowsOf = ({ rows }: ConsolePage) => rows.filter({ hasNotText: 'The range begins' });

test('each number of a session leads to exactly what it counts, from the table and from its page', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await askWeather(await crowsnest.connectAgent('crew'), 'Oslo', 'Atlantis', 'Lima', 'Ys');
  await askWeather(await crowsnest.connectAgent('other'), 'Oslo', 'Atlantis');
  await lookout.openSignedIn(crowsnest);
  await lookout.goTo('Sessions');
  await page.getByRole('link', { name: '4 calls of crew, show them' }).press('Enter');
  await expect(counted(page, 'calls')).toHaveText('4');
  await expect(rowsOf(lookout)).toHaveCount(4);
  await page.goBack();
  await page.getByRole('link', { name: '2 errors of crew, show them' }).press('Enter');
  await expect(counted(page, 'errors')).toHaveText('2');
  await expect(rowsOf(lookout)).toHaveCount(2);
  await page.goBack();
  await expect(page.getByRole('link', { name: 'running calls of crew' })).toHaveCount(0);

  await page.getByRole('link', { name: 'Session of crew' }).press('Enter');
  await page.getByRole('link', { name: '4 calls of this session, show them' }).press('Enter');
  await expect(counted(page, 'calls')).toHaveText('4');
  await page.goBack();
  await page.getByRole('link', { name: '2 errors of this session, show them' }).press('Enter');
  await expect(rowsOf(lookout)).toHaveCount(2);
});

test('totals and what is in flight lead from their cards to exactly these calls', async ({
  page,
  harbor,
  lookout,
}) => {
  const agent = await harbor.connectAgent();
  await agent.callTool({ name: 'fail', arguments: {} });
  await agent.callTool({ name: 'fail', arguments: {} });
  const held = agent.callTool({ name: 'hold', arguments: {} });
  await lookout.openSignedIn(harbor);
  await expect(lookout.figure('in-flight')).toHaveText('1');
  await page.getByRole('link', { name: '1 In flight, show the running calls' }).press('Enter');
  await expect(rowsOf(lookout)).toHaveCount(1);
  await expect(lookout.rows).toContainText('hold');
  await page.goBack();
  await page.getByRole('link', { name: '2 errors, show them' }).press('Enter');
  await expect(counted(page, 'errors')).toHaveText('2');
  await expect(rowsOf(lookout)).toHaveCount(2);
  await page.goBack();
  const recent = page.locator('#stat-errors').getByRole('link', { name: '2 recent errors, show them' });
  // Before the first five seconds of a new console its rates are unknown.
  await recent.press('Enter', { timeout: 30_000 });
  await expect(counted(page, 'errors')).toHaveText('2');
  await expect(rowsOf(lookout)).toHaveCount(2);
  await page.goBack();
  await page.getByRole('link', { name: /^2 × .* of fail, show them$/ }).press('Enter');
  await expect(page.getByRole('button', { name: /^Edit group:/ })).toBeVisible();
  await expect(counted(page, 'errors')).toHaveText('2');
  await expect(rowsOf(lookout)).toHaveCount(2);
  await page.goBack();
  await page.getByRole('link', { name: /^oldest .*, show that call$/ }).press('Enter');
  await expect(page.getByRole('complementary', { name: 'Call' })).toContainText('hold');
  await page.goBack();
  await page.getByRole('link', { name: '3 calls, show them', exact: true }).press('Enter');
  await expect(counted(page, 'calls')).toHaveText('3');
  await expect(rowsOf(lookout)).toHaveCount(3);
  await page.goBack();
  await page.getByRole('link', { name: '1 with a running call, show the sessions' }).press('Enter');
  await expect(page.getByRole('link', { name: 'Session of crew' })).toHaveCount(1);
  harbor.release();
  await held;
});

test('the numbers in the detail of a tool lead to the calls of one client, and of one kind of failure', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await askWeather(await crowsnest.connectAgent('crew'), 'Oslo', 'Atlantis', 'Ys');
  await askWeather(await crowsnest.connectAgent('other'), 'Oslo', 'Atlantis');
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/tools?tool=get_current_weather`);
  await page.getByRole('link', { name: /^3 calls of crew / }).press('Enter');
  await expect(counted(page, 'calls')).toHaveText('–');
  await expect(rowsOf(lookout)).toHaveCount(3);
  await page.goBack();
  await page.getByRole('link', { name: '3 failures of kind tool, show them' }).press('Enter');
  await expect(counted(page, 'errors')).toHaveText('3');
  await expect(rowsOf(lookout)).toHaveCount(3);
  await page.goto(`${crowsnest.origin}/dashboard/errors`);
  await page.getByRole('link', { name: '3 errors of this time, show them' }).press('Enter');
  await expect(counted(page, 'errors')).toHaveText('3');
});
