import { setTimeout as pause } from 'node:timers/promises';

import { readAll, readStats } from '../support/admin-api.ts';
import { askWeather, expect, test } from './crowsnest.ts';

/** Between a console that is far too slow to come back and one that hammers a server in trouble. */
const OUTAGE_MS = 10_000;

for (const ending of ['stop', 'kill'] as const) {
  test(`after ten seconds without a server (${ending}) the feed has no gap and no double`, async ({
    page,
    crowsnest,
    lookout,
  }) => {
    await lookout.openSignedIn(crowsnest);
    const before = await crowsnest.connectAgent('before');
    await askWeather(before, 'Oslo', 'Lima');
    await expect(lookout.figure('calls')).toHaveText('2');

    await crowsnest[ending]();
    await expect(lookout.connection).toHaveText(/Reconnecting in \d+ s/);
    await expect(page.getByText('You see the picture of')).toBeVisible();
    await expect(lookout.figure('calls')).toHaveText('2');
    await pause(OUTAGE_MS);
    await expect(lookout.connection).toHaveText(/Reconnecting/);

    await crowsnest.start();
    const after = await crowsnest.connectAgent('after');
    await askWeather(after, 'Rome', 'Atlantis', 'Paris');
    await expect(lookout.connection).toHaveText('Live', { timeout: 60_000 });
    await askWeather(after, 'Oslo');

    // The server counts what its log has committed, a moment after the call.
    await expect
      .poll(() => readStats(crowsnest.origin))
      .toMatchObject({ totalToolCalls: 6, errorCount: 1, toolCallsInFlight: 0 });
    const { activeSessions } = await readStats(crowsnest.origin);
    await expect(lookout.figure('calls')).toHaveText('6');
    await expect(lookout.figure('errors')).toHaveText('1');
    await expect(lookout.figure('sessions')).toHaveText(String(activeSessions));
    const logged = (await readAll(crowsnest.origin, '0')).map(({ id }) => id);
    await expect.poll(() => lookout.eventIds()).toEqual(logged.toReversed());
    await expect(page.locator('.notice')).toHaveCount(0);
  });
}

test('“Try now” cuts the wait short', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  await crowsnest.stop();
  const button = page.getByRole('button', { name: 'Try now' });
  await expect(button).toBeEnabled();
  // The third wait is long enough to tell.
  await pause(6_000);
  await crowsnest.start();
  await button.click();
  await expect(lookout.connection).toHaveText('Live', { timeout: 3_000 });
});

test('a log that has begun anew shows as a gap, with figures that are right again', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const before = await crowsnest.connectAgent('before');
  await askWeather(before, 'Oslo', 'Lima');
  await expect(lookout.figure('calls')).toHaveText('2');
  await crowsnest.stop();
  await crowsnest.loseLog();
  await crowsnest.start();
  await expect(page.getByText('Some events are missing.', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(lookout.connection).toHaveText('Live, with a gap');
  await expect(lookout.figure('calls')).toHaveText('0');
  const after = await crowsnest.connectAgent('after');
  await askWeather(after, 'Rome');
  await expect(lookout.figure('calls')).toHaveText('1');
  await expect(lookout.rows.filter({ hasText: 'are missing here' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(lookout.connection).toHaveText('Live');
});
