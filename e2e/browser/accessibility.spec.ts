import { findings } from './axe.ts';
import { askWeather, expect, test } from './crowsnest.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme axe finds nothing`, () => {
    test.use({ colorScheme });

    test('on the sign-in page, before and after a mistake', async ({ page, crowsnest }) => {
      await page.goto(`${crowsnest.origin}/dashboard/`);
      await expect(page.getByLabel('Admin token')).toBeVisible();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert')).toContainText('Enter a token first');
      expect(await findings(page)).toEqual([]);
    });

    test('on the empty, the busy and the disconnected console', async ({ page, crowsnest, lookout }) => {
      await lookout.openSignedIn(crowsnest);
      await expect(page.getByRole('heading', { name: 'No agent in sight yet' })).toBeVisible();
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

test('the theme can be chosen by keyboard, and the choice stays', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
  await page.getByRole('radio', { name: 'System' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
  const light = await ground();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect.poll(ground).toBe(dark);
});

test('nothing is cut off on a narrow screen', async ({ page, crowsnest, lookout }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.figure('calls')).toHaveText('1');
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBe(0);
  expect(await findings(page)).toEqual([]);
});
