import { readAll } from '../support/server/admin-api.ts';
import type { BalancedServers } from './balanced-servers.ts';
import { askWeather, expect, test } from './crowsnest.ts';

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
  await lookout.showStartsApart();
  const logged = (await readAll(crowsnest.origin, '0')).map(({ id }) => id);
  await expect.poll(() => lookout.eventIds()).toEqual(logged.toReversed());
});
