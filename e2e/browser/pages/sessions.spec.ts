import { askWeather, expect, test } from '../support/crowsnest.ts';

test('sessions that were filtered and sorted reopen from their link, those without a call folded away', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const [busy, calm] = [await crowsnest.connectAgent('crew-busy'), await crowsnest.connectAgent('crew-calm')];
  await askWeather(calm, 'Oslo');
  await askWeather(busy, 'Oslo', 'Lima');
  await askWeather(await crowsnest.connectAgent('other'), 'Rome');
  await crowsnest.connectAgent('crew-silent');
  await lookout.openSignedIn(crowsnest);
  await lookout.goTo('Sessions');
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await page.getByRole('checkbox', { name: '1 without a call' }).press('Space');
  await expect(rows).toHaveCount(4);

  await page.keyboard.press('/');
  await page.keyboard.type('client:crew-*');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Calls' }).press('Enter');
  await expect(rows.locator('th a')).toHaveText(['crew-busy', 'crew-calm', 'crew-silent']);
  await expect(page).toHaveURL(/sort=-calls/);
  await page.goto(page.url());
  await expect(rows.locator('th a')).toHaveText(['crew-busy', 'crew-calm', 'crew-silent']);
  await expect(page.getByRole('checkbox', { name: 'Those without a call' })).toBeChecked();
});

test('an admin ends with the keyboard exactly the sessions that a filter shows, for a reason', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const agents = await Promise.all(['crew-a', 'crew-b', 'other'].map((name) => crowsnest.connectAgent(name)));
  for (const agent of agents) await askWeather(agent, 'Oslo');
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/sessions?filter=client:crew-*`);
  const open = page.locator('[data-state=open]');
  await expect(open).toHaveCount(2);
  await page.getByRole('button', { name: 'End all 2 open…' }).press('Enter');
  await expect(page.getByLabel('Reason')).toBeFocused();
  await page.keyboard.type('maintenance');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Really end 2 sessions?' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('closed (admin)')).toHaveCount(2);
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto(`${crowsnest.origin}/dashboard/`);
  await expect(lookout.rows.filter({ hasText: 'maintenance' })).toHaveCount(2);
  await expect(lookout.figure('sessions')).toHaveText('1');
});
