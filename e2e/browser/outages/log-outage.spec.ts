import { findings } from '../support/axe.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';

// Events of a log that several servers share are told once it has them: its outages are in `balanced.spec.ts`.
test.skip(({ instances }) => instances > 1, 'the log belongs to one server here');

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('an alert shows an outage of the log until the log recovers', async ({
      page,
      crowsnest,
      lookout,
    }) => {
      await lookout.openSignedIn(crowsnest);
      const agent = await crowsnest.connectAgent();
      await askWeather(agent, 'Oslo');
      await expect(lookout.figure('calls')).toHaveText('1');
      const banner = page.getByRole('alert');
      await expect(banner).toHaveCount(0);

      await crowsnest.breakLog();
      await askWeather(agent, 'Lima');
      await expect(banner).toContainText(/Event log down since \d\d:\d\d:\d\d/);
      await expect(banner).toContainText('History loses them');
      await expect(lookout.connection).toHaveText('Live');
      await expect(lookout.figure('calls')).toHaveText('2');
      expect(await findings(page)).toEqual([]);
      const since = await banner.textContent();

      // A console that opens during the outage shows the same alert.
      await page.reload();
      await expect(lookout.connection).toHaveText('Live');
      await expect(banner).toHaveText(since ?? '');

      await crowsnest.mendLog();
      const note = page.getByRole('status').filter({ hasText: 'Event log recovered' });
      await expect(note).toBeVisible();
      await expect(banner).toHaveCount(0);
      expect(await findings(page)).toEqual([]);
      await note.getByRole('button', { name: 'Dismiss' }).press('Enter');
      await expect(note).toHaveCount(0);
      await askWeather(agent, 'Rome');
      await expect(lookout.figure('calls')).toHaveText('3');
    });
  });
}

test('the alert about an outage of the log fits a narrow screen', async ({ page, crowsnest, lookout }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await lookout.openSignedIn(crowsnest);
  await crowsnest.breakLog();
  await crowsnest.connectAgent();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
});
