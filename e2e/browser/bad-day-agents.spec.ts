import { Actions } from './actions.ts';
import { askWeather, expect, test } from './crowsnest.ts';

// What people do on a bad day, each in at most three actions from a fresh sign-in.

test.describe('with calls that count as stuck soon', () => {
  test.use({ environment: { CROWSNEST_STUCK_MS: '1' } });

  test('somebody finds the agent that is stuck', async ({ page, crowsnest, lookout }) => {
    await askWeather(await crowsnest.connectAgent('calm'), 'Oslo');
    const agent = await crowsnest.connectAgent('crew');
    // The longest call of this tool, so that a slow machine looks before it ends.
    const text = 'b '.repeat(5_000);
    void agent.callTool({ name: 'index_document', arguments: { title: 'A', text } }).catch(() => undefined);
    await lookout.openSignedIn(crowsnest);

    const actions = new Actions();
    await actions.take('goes to the sessions', async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('s');
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
