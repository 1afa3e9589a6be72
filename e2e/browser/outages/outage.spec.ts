import { readStats } from '../../support/server/admin-api.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';
import { pastCalls } from '../support/past.ts';
import { standIn } from '../support/stand-in.ts';
import { expectWholeFeed } from '../support/whole-feed.ts';
import { changeWorker } from '../support/worker-script.ts';

/** Number of attempts that fail before the server is back. The console must keep its position for all of them. */
const FAILED_ATTEMPTS = 3;

for (const ending of ['stop', 'kill'] as const) {
  test(`the feed neither misses nor repeats an event after an outage of the server (${ending})`, async ({
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
    await expect(page.getByText('This page shows the state of')).toBeVisible();
    await expect(lookout.figure('calls')).toHaveText('2');
    // The browser does not tell of the requests of a SharedWorker, but a server in the same place sees them.
    let failed = 0;
    const deaf = await standIn(crowsnest.port, ({ socket }) => {
      failed += 1;
      socket.destroy();
    });
    await expect.poll(() => failed, { timeout: 60_000 }).toBeGreaterThanOrEqual(FAILED_ATTEMPTS);
    await expect(lookout.connection).toHaveText(/Reconnecting/);
    await deaf.close();

    await crowsnest.start();
    const after = await crowsnest.connectAgent('after');
    await askWeather(after, 'Rome', 'Atlantis', 'Paris');
    await expect(lookout.connection).toHaveText('Live', { timeout: 60_000 });
    await askWeather(after, 'Oslo');

    // The server counts a call once its log has committed it, shortly after the call.
    await expect
      .poll(() => readStats(crowsnest.origin))
      .toMatchObject({ totalToolCalls: 6, errorCount: 1, toolCallsInFlight: 0 });
    await expect(lookout.figure('calls')).toHaveText('6');
    await expect(lookout.figure('errors')).toHaveText('1');
    await expect
      .poll(async () => {
        const { activeSessions } = await readStats(crowsnest.origin);
        return activeSessions - Number(await lookout.figure('sessions').textContent());
      })
      .toBe(0);
    await expectWholeFeed(crowsnest, lookout);
    await expect(page.locator('.notice')).toHaveCount(0);
  });
}

/** How long an outage may go unseen, in milliseconds. */
const UNSEEN_MS = 2_000;

test('an outage of the server is seen within two seconds', async ({ page, context, crowsnest, lookout }) => {
  // Whoever waited longer, in the worker or in the page, would never show it. How fast this machine is does not matter.
  await changeWorker(
    context,
    `{
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (act, ms, ...of) => (ms < ${UNSEEN_MS} ? setTimeout(act, ms, ...of) : 0);
    }`,
  );
  await page.clock.install();
  await lookout.openSignedIn(crowsnest);
  await page.clock.pauseAt(Date.now() + 60_000);
  await expect(lookout.connection).toHaveText('Live');
  await crowsnest.kill();
  let waited = 0;
  const stepMs = 50;
  await expect
    .poll(
      async () => {
        if (waited < UNSEEN_MS) await page.clock.runFor(stepMs);
        waited += stepMs;
        return lookout.connection.textContent();
      },
      { timeout: 60_000 },
    )
    .toMatch(/Reconnecting/);
  await expect(page.getByText('This page shows the state of')).toBeVisible();
  expect(waited).toBeLessThanOrEqual(UNSEEN_MS);
});

test('“Try now” connects at once, however long the server’s Retry-After is', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await crowsnest.stop();
  const overloaded = await standIn(crowsnest.port, (_, response) => {
    response.writeHead(503, { 'retry-after': '3600' }).end();
  });
  await expect(lookout.connection).toHaveText(/Reconnecting in (5\d m|1 h)/);
  await overloaded.close();
  await crowsnest.start();
  await page.getByRole('button', { name: 'Try now' }).press('Enter');
  await expect(lookout.connection).toHaveText('Live');
  await expect(page.getByRole('main')).toBeFocused();
});

test('the console gives up a connection attempt that the server never answers', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await crowsnest.stop();
  const silent = await standIn(crowsnest.port, () => undefined);
  await expect(page.getByText('The server does not answer.')).toBeVisible({ timeout: 60_000 });
  await silent.close();
  await crowsnest.start();
  await expect(lookout.connection).toHaveText('Live', { timeout: 60_000 });
});

test('the console reports a new log as a gap, and shows the counters of the new log', async ({
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
  await expect(page.getByText(/^Events .+ are missing\.$/)).toBeVisible({ timeout: 60_000 });
  await expect(lookout.connection).toHaveText('Live, with a gap');
  await expect(lookout.figure('calls')).toHaveText('0');
  const after = await crowsnest.connectAgent('after');
  await askWeather(after, 'Rome');
  await expect(lookout.figure('calls')).toHaveText('1');
  const gap = lookout.rows.filter({ hasText: 'are missing' });
  await expect(gap).toHaveCount(1);
  await page.getByRole('button', { name: 'Show', exact: true }).press('Enter');
  await expect(gap).toBeInViewport();
  await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(lookout.connection).toHaveText('Live');
  await expect(page.getByRole('main')).toBeFocused();
});

test.describe('with a log that keeps 50 events', () => {
  test.use({ environment: { CROWSNEST_LOG_MAX_EVENTS: '50' } });

  test('the feed marks from when to when events are missing that the log no longer keeps', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    await lookout.openSignedIn(crowsnest);
    await askWeather(await crowsnest.connectAgent('before'), 'Oslo');
    await expect(lookout.figure('calls')).toHaveText('1');
    const from = Date.now() - 60_000;
    await crowsnest.addPast(
      pastCalls('crew', { from, count: 500, everyMs: 100, tool: 'search', durationMs: 9 }),
    );
    await expect(lookout.connection).toHaveText('Live, with a gap', { timeout: 60_000 });
    await page.keyboard.press('[');
    await expect(lookout.rows.filter({ hasText: 'Gap' })).toHaveText(
      /Gap: (Events|[\d,]+ events) from [\d:]+ to [\d:]+ are missing/,
    );
  });
});
