import { asAdmin } from '../../support/server/admin-api.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';

test('the page of the audit trail shows what admins did', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  await lookout.goTo('Audit');
  const act = page.getByRole('row', { name: /signs in/ }).first();
  await expect(act).toContainText('127.0.0.1');
  await expect(act).toContainText('done');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('an act says whom it was about and why, below a single row of pages with the one that is shown', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    const agent = await crowsnest.connectAgent('crew');
    await askWeather(agent, 'Oslo');
    const { sessionId = '' } = agent.transport;
    const body = JSON.stringify({ reason: 'maintenance' });
    const headers = { 'content-type': 'application/json' };
    await asAdmin(crowsnest.origin, `/sessions/${sessionId}`, { method: 'DELETE', headers, body });
    await lookout.openSignedIn(crowsnest);
    await page.goto(`${crowsnest.origin}/dashboard/audit`);
    const act = page.getByRole('row', { name: /ends the session/ });
    for (const text of [sessionId, 'maintenance'])
      await expect(act.locator('.until-40', { hasText: text })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Audit', exact: true })).toBeInViewport({ ratio: 1 });
    expect((await page.getByRole('banner').boundingBox())?.height).toBeLessThan(60);
  });
});
