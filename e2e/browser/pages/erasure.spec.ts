import { findings } from '../support/axe.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';

test.use({ environment: { CROWSNEST_PAYLOADS: 'redacted' } });

test('an admin erases arguments and results of a session and of a tenant, on record with the reason', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const agent = await crowsnest.connectAgent('cursor');
  await askWeather(agent, 'Oslo', 'Lima');
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/sessions/${agent.transport.sessionId}`);
  const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link');
  await expect(calls).toHaveCount(2);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Erase arguments and results…' }).press('Enter');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.type('asked for by the customer');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: '4 arguments and results were erased.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(dialog).toBeHidden();
  await calls.first().press('Enter');
  const panel = page.getByRole('complementary', { name: 'Call' });
  await expect(panel.getByText('No longer stored')).toHaveCount(2);

  await askWeather(agent, 'Oslo');
  await expect(calls).toHaveCount(3);
  await lookout.goTo('Audit');
  await page.getByRole('button', { name: 'Erase arguments and results…' }).press('Enter');
  await expect(dialog.getByLabel('Tenant')).toBeFocused();
  await page.keyboard.type('nobody');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('There is no tenant nobody');
  await dialog.getByLabel('Tenant').fill('default');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: '2 arguments and results were erased.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).press('Enter');
  await page.reload();
  const acts = page.getByRole('row', { name: /erases arguments and results/ });
  await expect(acts).toHaveCount(3);
  const ofSession = acts.filter({ hasText: 'asked for by the customer' });
  await expect(ofSession).toContainText('done');
  await expect(ofSession).toContainText(`session ${agent.transport.sessionId}`);
  await expect(acts.filter({ hasText: 'tenant default' })).toContainText('done');
  await expect(acts.filter({ hasText: 'TENANT_NOT_FOUND' })).toContainText('refused');
  await agent.close();
});
