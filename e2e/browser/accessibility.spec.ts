import { findings } from './axe.ts';
import { askWeather, expect, test } from './crowsnest.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme axe finds no violation`, () => {
    test.use({ colorScheme });

    test('on the sign-in page, before and after an empty token is submitted', async ({ page, crowsnest }) => {
      await page.goto(`${crowsnest.origin}/dashboard/`);
      await expect(page.getByLabel('Admin token')).toBeVisible();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert')).toContainText('Enter a token first');
      expect(await findings(page)).toEqual([]);
    });

    test('on the empty, busy and disconnected console', async ({ page, crowsnest, lookout }) => {
      await lookout.openSignedIn(crowsnest);
      await expect(page.getByRole('heading', { name: 'No agent has connected yet' })).toBeVisible();
      expect(await findings(page)).toEqual([]);

      const agent = await crowsnest.connectAgent();
      await askWeather(agent, 'Oslo', 'Atlantis');
      const running = agent.callTool({ name: 'index_document', arguments: { title: 'A', text: 'b' } });
      await expect(lookout.figure('in-flight')).toHaveText('1');
      expect(await findings(page)).toEqual([]);
      await running;

      await crowsnest.stop();
      await expect(lookout.connection).toHaveText(/Reconnecting in/);
      expect(await findings(page)).toEqual([]);
    });
  });
}

test('an admin chooses the theme with the keyboard, and it survives a reload', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const background = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
  const light = await background();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect.poll(background).toBe(dark);
});

test('the console fits a narrow screen without horizontal scrolling', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.figure('calls')).toHaveText('1');
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBe(0);
  expect(await findings(page)).toEqual([]);
});
