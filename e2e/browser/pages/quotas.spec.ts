import { expectNoFindings } from '../support/axe.ts';
import { expect, test } from '../support/crowsnest.ts';

test.describe('the page of clients, where there are limits,', () => {
  test.use({ holding: { quotas: { tenants: { default: { callsAtOnce: 2, sessions: 10 } } } } });

  test('shows how much of them is used before a call is refused', async ({ page, harbor, lookout }) => {
    const agent = await harbor.connectAgent();
    const calls = [1, 2].map(() => agent.callTool({ name: 'hold' }));
    await lookout.openSignedIn(harbor);
    await lookout.goTo('Clients');
    const limits = page.getByRole('region', { name: 'Limits' });
    await expect(limits.getByRole('listitem')).toContainText([
      '2 of 2 calls at once, 100%',
      '1 of 10 sessions, 10%',
    ]);
    await expect(limits.getByRole('meter').first()).toHaveAttribute('aria-valuenow', '100');
    await expectNoFindings(page, 'limits');
    harbor.release();
    await Promise.all(calls);
    await expect(limits).toContainText('0 of 2 calls at once');
  });
});

test('the page of clients shows no limits where there are none', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/quotas'));
  await lookout.goTo('Clients');
  expect((await asked).status()).toBe(200);
  await expect(page.getByRole('region', { name: 'Limits' })).toHaveCount(0);
});
