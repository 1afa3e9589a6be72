import { findings } from '../support/axe.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('an admin cancels a call with the keyboard, after a confirmation', async ({
      page,
      harbor,
      lookout,
    }) => {
      await lookout.openSignedIn(harbor);
      const agent = await harbor.connectAgent();
      const running = agent.callTool({ name: 'hold', arguments: {} });
      await expect(lookout.figure('in-flight')).toHaveText('1');
      const button = page.getByRole('button', { name: 'Cancel hold of crew' });
      await button.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Cancel this call of hold?' });
      await expect(dialog).toBeVisible();
      await expect(dialog.getByLabel('Reason')).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(button).toBeFocused();

      await button.press('Enter');
      // Keys that are pressed before the dialog is focused would go to the button.
      await expect(dialog.getByLabel('Reason')).toBeFocused();
      await page.keyboard.type('in the way');
      await page.keyboard.press('Enter');
      expect(await running).toMatchObject({
        isError: true,
        content: [{ text: 'Cancelled by an administrator' }],
      });
      await expect(dialog).toBeHidden();
      await expect(lookout.figure('in-flight')).toHaveText('0');
      await expect(page.getByRole('region', { name: 'In flight' })).toBeFocused();
      await expect(lookout.rows.filter({ hasText: 'cancels a call' })).toContainText('in the way');
    });

    test('an admin ends a session, after a confirmation', async ({ page, crowsnest, lookout }) => {
      await lookout.openSignedIn(crowsnest);
      const agent = await crowsnest.connectAgent();
      await askWeather(agent, 'Oslo');
      await lookout.goTo('Sessions');
      await page.getByRole('button', { name: /^End the session of weather-agent/ }).press('Enter');
      const dialog = page.getByRole('dialog', { name: 'End the session of weather-agent?' });
      await expect(dialog).toContainText('has to open a new session');
      expect(await findings(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'End session' }).press('Enter');
      await expect(dialog).toBeHidden();
      await expect(page.getByText('closed (admin)')).toBeVisible();
      await expect(askWeather(agent, 'Lima')).rejects.toThrow(/Session not found/);
      expect(await findings(page)).toEqual([]);
      await lookout.goTo('Overview');
      await expect(lookout.figure('sessions')).toHaveText('0');
    });
  });
}

test('the focus stays in the panel of a call, and on the page of a session, after a command', async ({
  page,
  harbor,
  lookout,
}) => {
  await lookout.openSignedIn(harbor);
  const agent = await harbor.connectAgent();
  const running = agent.callTool({ name: 'hold', arguments: {} });
  const reason = page.getByRole('dialog').getByLabel('Reason');
  await page.getByRole('region', { name: 'In flight' }).getByRole('link', { name: 'hold' }).press('Enter');
  const panel = page.getByRole('complementary', { name: 'Call' });
  await panel.getByRole('button', { name: 'Cancel this call' }).press('Enter');
  await expect(reason).toBeFocused();
  await page.keyboard.press('Enter');
  await running;
  await expect(panel.getByRole('region', { name: 'hold' })).toBeFocused();

  await panel.getByRole('link', { name: 'crew' }).press('Enter');
  const end = page.getByRole('button', { name: 'End session…' });
  await end.press('Enter');
  await expect(reason).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(end).toHaveCount(0);
  const head = page.getByRole('navigation', { name: 'Where this page is' }).locator('..');
  await expect(head).toBeFocused();
});

test('a dialog stays open when it opens in the task that dismisses the previous one', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await lookout.goTo('Sessions');
  const ask = page.getByRole('button', { name: /^End the session of weather-agent/ });
  const asking = await ask.elementHandle();
  await ask.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'End the session of weather-agent?' });
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await dialog
    .getByRole('button', { name: 'Keep session' })
    .evaluate(
      (dismiss, again) => [dismiss, again].forEach((button) => (button as { click(): void }).click()),
      asking,
    );
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await dialog.getByRole('button', { name: 'End session' }).press('Enter');
  await expect(page.getByText('closed (admin)')).toBeVisible();
});

test('the console shows the refusal of a command for a session that has already ended', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await lookout.goTo('Sessions');
  await page.getByRole('button', { name: /^End the session of weather-agent/ }).press('Enter');
  await agent.transport.terminateSession();
  await expect(page.getByText('closed (client)')).toBeVisible();
  await page.getByRole('button', { name: 'End session' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText(/Nothing was done: The session .* has ended already/);
  expect(await findings(page)).toEqual([]);
});
