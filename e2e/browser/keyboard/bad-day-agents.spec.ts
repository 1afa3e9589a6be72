import { Actions } from '../support/actions.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';
import { pressInTurn } from '../support/key-sequence.ts';

// What people do on a bad day, each in at most three actions from a fresh sign-in.

test.describe('with calls that count as stuck soon', () => {
  test.use({ holding: { stats: { stuckMs: 1 } } });

  test('somebody finds the agent that is stuck', async ({ page, harbor, lookout }) => {
    await (await harbor.connectAgent('calm')).callTool({ name: 'fail', arguments: {} });
    const agent = await harbor.connectAgent('crew');
    void agent.callTool({ name: 'hold', arguments: {} }).catch(() => undefined);
    await lookout.openSignedIn(harbor);

    const actions = new Actions();
    await actions.take('goes to the sessions', async () => {
      await pressInTurn(page, 'g', 's');
    });
    await expect(page.locator('tbody tr', { hasText: 'stuck' })).toContainText('crew');
    actions.expectFew();
  });
});

test('somebody sees only the failures of one tool of one client', async ({ page, crowsnest, lookout }) => {
  await askWeather(await crowsnest.connectAgent('other'), 'Nowhere');
  await askWeather(await crowsnest.connectAgent('crew'), 'Oslo', 'Nowhere', 'Lima');
  await lookout.openSignedIn(crowsnest);
  await expect(lookout.figure('errors')).toHaveText('2');

  const actions = new Actions();
  await actions.take('goes to the filter', () => page.keyboard.press('/'));
  await actions.take('writes it', async () => {
    await page.keyboard.type('tool:get_current_weather client:crew is:error');
    await page.keyboard.press('Enter');
  });
  await expect(lookout.rows).toHaveCount(1);
  await expect(lookout.rows).toContainText('crew');
  actions.expectFew();
});
