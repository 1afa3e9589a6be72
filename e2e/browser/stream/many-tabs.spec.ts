import type { BrowserContext } from '@playwright/test';
import { askWeather, ConsolePage, expect, test, type Crowsnest } from '../support/crowsnest.ts';
import { expectWholeFeed } from '../support/whole-feed.ts';

// A second stream is refused: whoever is live shares the first one.
test.use({ environment: { CROWSNEST_MAX_STREAMS_PER_ADMIN: '1' } });

const TABS = 20;

async function openTab(context: BrowserContext, { origin }: Crowsnest): Promise<ConsolePage> {
  const tab = new ConsolePage(await context.newPage());
  await tab.page.goto(`${origin}/dashboard/`);
  await expect(tab.connection).toHaveText('Live');
  return tab;
}

async function openTabs(
  context: BrowserContext,
  crowsnest: Crowsnest,
  count: number,
): Promise<ConsolePage[]> {
  const tabs: ConsolePage[] = [];
  while (tabs.length < count) tabs.push(await openTab(context, crowsnest));
  return tabs;
}

for (const way of ['a SharedWorker', 'a leading tab'] as const) {
  test.describe(`with ${way}`, () => {
    test.beforeEach(async ({ context }) => {
      if (way === 'a leading tab') await context.addInitScript('delete globalThis.SharedWorker');
    });

    test('twenty tabs share one stream, and the twentieth loads', async ({ context, crowsnest, lookout }) => {
      // Twenty pages take minutes on a machine of two cores.
      test.setTimeout(600_000);
      await lookout.openSignedIn(crowsnest);
      const tabs = [lookout, ...(await openTabs(context, crowsnest, TABS - 1))];
      const agent = await crowsnest.connectAgent();
      await askWeather(agent, 'Oslo');
      for (const tab of tabs) await expect(tab.figure('calls')).toHaveText('1', { timeout: 60_000 });
      await agent.close();
    });

    test('the tabs lose and double nothing when the first one is closed', async ({
      context,
      crowsnest,
      lookout,
    }) => {
      await lookout.openSignedIn(crowsnest);
      const rest = await openTabs(context, crowsnest, 3);
      const agent = await crowsnest.connectAgent();
      await askWeather(agent, 'Oslo', 'Lima');
      for (const tab of rest) await expect(tab.figure('calls')).toHaveText('2');
      const [closed] = await Promise.all([lookout.page.close(), askWeather(agent, 'Rome', 'Paris')]);
      expect(closed).toBeUndefined();
      await askWeather(agent, 'Atlantis');
      for (const tab of rest) {
        await expect(tab.connection).toHaveText('Live');
        await expect(tab.figure('calls')).toHaveText('5');
        await expect(tab.page.locator('.notice')).toHaveCount(0);
      }
      for (const tab of rest) await expectWholeFeed(crowsnest, tab);
      await agent.close();
    });

    test('a sign-out in one tab signs out the others, one with a replay too', async ({
      page,
      context,
      crowsnest,
      lookout,
    }) => {
      await lookout.openSignedIn(crowsnest);
      const others = await openTabs(context, crowsnest, 2);
      await others[1]?.page.keyboard.press('r');
      await expect(others[1]!.connection).toHaveText('Replay, not live');
      await page.getByRole('button', { name: 'Sign out' }).press('Enter');
      for (const { page: other } of others) {
        await expect(other.getByLabel('Admin token')).toBeVisible();
        await expect(other.getByText('Your session has ended')).toBeVisible();
      }
    });

    test('all tabs go on without a loss after an outage of the server', async ({
      context,
      crowsnest,
      lookout,
    }) => {
      await lookout.openSignedIn(crowsnest);
      const tabs = [lookout, ...(await openTabs(context, crowsnest, 2))];
      const before = await crowsnest.connectAgent('before');
      await askWeather(before, 'Oslo', 'Lima');
      // What is on screen is committed.
      for (const tab of tabs) await expect(tab.figure('calls')).toHaveText('2');
      await crowsnest.kill();
      for (const tab of tabs) await expect(tab.connection).toHaveText(/Reconnecting/);
      await crowsnest.start();
      const after = await crowsnest.connectAgent('after');
      await askWeather(after, 'Rome', 'Atlantis');
      for (const tab of tabs) {
        await expect(tab.connection).toHaveText('Live', { timeout: 60_000 });
        await expect(tab.figure('calls')).toHaveText('4');
      }
      for (const tab of tabs) await expectWholeFeed(crowsnest, tab);
    });
  });
}
