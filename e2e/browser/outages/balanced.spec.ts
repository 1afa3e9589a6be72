import { readAll } from '../../support/server/admin-api.ts';
import { findings } from '../support/axe.ts';
import type { BalancedServers } from '../support/balanced-servers.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';
import { expectWholeFeed } from '../support/whole-feed.ts';

test.use({ instances: 2 });

test('a console over two servers misses and repeats nothing when one of them is killed', async ({
  crowsnest,
  deployment: { deployment },
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await askWeather(await crowsnest.connectAgent('before'), 'Oslo', 'Atlantis');
  await expect(lookout.figure('calls')).toHaveText('2');
  await (deployment as BalancedServers).killOne();
  await askWeather(await crowsnest.connectAgent('after'), 'Rome');
  await expect(lookout.figure('calls')).toHaveText('3', { timeout: 60_000 });
  await expect(lookout.figure('errors')).toHaveText('1');
  await expect
    .poll(async () => (await readAll(crowsnest.origin, '0')).map(({ type }) => type), { timeout: 60_000 })
    .toContain('instance:down');
  await expectWholeFeed(crowsnest, lookout);
});

test('a console over two servers shows an outage of their log, and what happened meanwhile once the log is back', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.figure('calls')).toHaveText('1');
  await crowsnest.breakLog();
  await askWeather(agent, 'Atlantis');
  // Parts of the page that ask for something of the log meanwhile say that they have no answer.
  const banner = page.getByRole('alert').filter({ hasText: /Event log down since \d\d:\d\d:\d\d/ });
  await expect(banner).toContainText('appear here once the log recovers');
  await expect(lookout.connection).toHaveText('Live');
  await expect(lookout.figure('calls')).toHaveText('1');
  expect(await findings(page)).toEqual([]);
  // A console that opens during the outage shows the same.
  await page.reload();
  await expect(banner).toBeVisible();
  await expect(lookout.figure('calls')).toHaveText('1');

  await crowsnest.mendLog();
  await expect(lookout.figure('calls')).toHaveText('2', { timeout: 60_000 });
  await expect(lookout.figure('errors')).toHaveText('1');
  await expect(banner).toHaveCount(0);
  await expectWholeFeed(crowsnest, lookout);
});
