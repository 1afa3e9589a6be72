import type { BrowserContext } from '@playwright/test';
import { readStats } from '../../support/server/admin-api.ts';
import { askWeather, expect, test, type Crowsnest } from '../support/crowsnest.ts';
import { pastCalls } from '../support/past.ts';
import { countEvents, expectReconciled, readSum } from '../support/reconciled.ts';
import { standIn } from '../support/stand-in.ts';
import { show } from '../support/visibility.ts';
import { changeWorker } from '../support/worker-script.ts';

// What may set a console and its server apart. Afterwards both count the same, and every event is accounted for.

const HOUR_MS = 3_600_000;

/** Calls without a pause, whatever becomes of each call, until the function that it returns is awaited. */
function keepCalling(crowsnest: Crowsnest): () => Promise<void> {
  let isOver = false;
  const callInTurn = async (): Promise<void> => {
    const agent = await crowsnest.connectAgent();
    while (!isOver) await askWeather(agent, 'Oslo', 'Atlantis');
  };
  const traffic = (async () => {
    while (!isOver) await callInTurn().catch(() => undefined);
  })();
  return async () => {
    isOver = true;
    await traffic;
  };
}

/** Shifts the clock of pages and of the worker that reads the stream. */
async function shiftClock(context: BrowserContext, byMs: number): Promise<void> {
  const shift = `{
    const { now } = Date;
    globalThis.Date = class extends Date {
      constructor(...of) { if (of.length > 0) super(...of); else super(now() + ${byMs}); }
      static now() { return now() + ${byMs}; }
    };
  }`;
  await context.addInitScript(shift);
  await changeWorker(context, shift);
}

test('a restart of the server under traffic sets no counter apart', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  const stop = keepCalling(crowsnest);
  await expect.poll(() => countEvents(crowsnest.origin)).toBeGreaterThan(10);
  await crowsnest.stop();
  await expect(lookout.connection).toHaveText(/Reconnecting/);
  await crowsnest.start();
  const before = await countEvents(crowsnest.origin);
  await expect(lookout.connection).toHaveText('Live', { timeout: 60_000 });
  await expect.poll(() => countEvents(crowsnest.origin)).toBeGreaterThan(before + 10);
  await stop();
  const { received: all, ...rest } = await expectReconciled(crowsnest, lookout);
  expect(rest).toMatchObject({ shown: all, filtered: 0 });
  await page.keyboard.press('/');
  await page.keyboard.type('is:error');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/filter=/);
  const { shown, filtered } = await readSum(lookout);
  expect(shown).toBeGreaterThan(0);
  expect(shown + filtered).toBe(all);
});

for (const [which, shiftMs] of [
  ['fast', HOUR_MS],
  ['slow', -HOUR_MS],
] as const) {
  test(`a clock that is an hour ${which} sets no counter apart, and ages are right`, async ({
    page,
    context,
    harbor,
    lookout,
  }) => {
    await shiftClock(context, shiftMs);
    await lookout.openSignedIn(harbor);
    const agent = await harbor.connectAgent();
    await agent.callTool({ name: 'fail', arguments: {} });
    const running = agent.callTool({ name: 'hold', arguments: {} });
    await expect(page.getByRole('region', { name: 'In flight' }).locator('.age')).toHaveText(/^[\d.]+ m?s$/);
    await expect(page.locator('app-last-event')).toHaveText(/last event \d+ s ago/);
    harbor.release();
    await running;
    await expectReconciled(harbor, lookout);
  });
}

test('a tab that was hidden for a minute counts the same, and says so at once when it is seen again', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await page.clock.install();
  await lookout.openSignedIn(crowsnest);
  await show(page, 'hidden');
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Atlantis', 'Lima');
  await page.clock.fastForward('01:00');
  await askWeather(agent, 'Rome');
  await show(page, 'visible');
  await expectReconciled(crowsnest, lookout);
});

test('a browser that was offline for a minute says so, catches up, and counts the same', async ({
  page,
  context,
  crowsnest,
  lookout,
}) => {
  // Chromium takes the worker of a page off the network, and no SharedWorker.
  await context.addInitScript('delete globalThis.SharedWorker');
  await page.clock.install();
  await lookout.openSignedIn(crowsnest);
  await context.setOffline(true);
  await expect(lookout.connection).toHaveText(/Offline/);
  const from = Date.now() - 60_000;
  await crowsnest.addPast(
    pastCalls('crew', { from, count: 6_000, everyMs: 10, tool: 'search', durationMs: 9 }),
  );
  await page.clock.fastForward('01:00');
  await expect(lookout.connection).toHaveText(/Offline/);

  // A stream that begins and sends nothing keeps the console catching up.
  const stats = await readStats(crowsnest.origin);
  await crowsnest.stop();
  const hello = { instance: 'slow', complete: true, filtered: false, stats };
  const slow = await standIn(crowsnest.port, (request, response) => {
    if (!request.url?.startsWith('/events')) return response.destroy();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.write(`event: hello\ndata: ${JSON.stringify(hello)}\n\n`);
  });
  await context.setOffline(false);
  await expect(lookout.connection).toHaveText('Catching up');
  await slow.close();
  await crowsnest.start();
  await expect(lookout.connection).toHaveText('Live', { timeout: 60_000 });
  const { evicted, dropped } = await expectReconciled(crowsnest, lookout);
  expect(evicted + dropped).toBeGreaterThan(2_000);
});
