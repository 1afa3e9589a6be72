import type { Page } from '@playwright/test';
import { EventLog, EventPublisher } from '#events';
import { readAll } from '../../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../../support/server/test-application.ts';
import { BusyTab } from '../support/busy-tab.ts';
import { ConsolePage, expect, test } from '../support/crowsnest.ts';
import { press } from '../support/press.ts';

/** The number of rows that the feed keeps. */
const RING = 10_000;

/** Publishes calls of 20 ms each: two events a call. */
async function publishCalls(
  { app }: TestApplication,
  count: number,
  name: string,
  tool = 'search',
): Promise<void> {
  const publisher = app.get(EventPublisher);
  const of = { sessionId: 'busy-session', tenantId: 'default' };
  for (let n = 0; n < count; n += 1) {
    const call = { callId: `${name}-${n}`, tool };
    publisher.publish({ ...of, type: 'tool:start', data: call });
    publisher.publish({ ...of, type: 'tool:done', data: { ...call, durationMs: 20 } });
    if (n % 500 === 499) await app.get(EventLog).flush();
  }
  await app.get(EventLog).flush();
}

/** Scrolls down from a row to the end of the log. Returns the ids of all rows, as they were first seen. */
async function readDown(page: Page, lookout: ConsolePage, from: number): Promise<string[]> {
  const feed = page.getByRole('region', { name: 'Feed' });
  const seen = new Set<string>();
  const end = page.getByText('The log keeps nothing older than');
  // Rows are rendered a frame after the feed was scrolled to them.
  const isFilled = (): Promise<boolean> =>
    feed.evaluate((element) => {
      const { left, bottom } = element.getBoundingClientRect();
      return element.ownerDocument.elementFromPoint(left + 20, bottom - 4)?.closest('li') !== null;
    });
  await feed.evaluate((element, top) => element.scrollTo(0, top), from * 26);
  for (let isLast = false; !isLast;) {
    await expect.poll(isFilled, { intervals: [20] }).toBe(true);
    isLast = await end.isVisible();
    const ids = (await lookout.eventIds()).filter((id) => id !== '');
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) seen.add(id);
    await feed.evaluate((element) => element.scrollBy(0, element.clientHeight));
  }
  return [...seen];
}

test('the feed goes on from what it keeps into the log without a hole or a double', async ({
  page,
  lookout,
}) => {
  const server = await startApplication([]);
  await publishCalls(server, 200, 'before');
  await page.goto(`${server.origin}/dashboard/?calls=apart#token=${ADMIN_TOKEN}`);
  await expect(lookout.connection).toHaveText('Live');
  await publishCalls(server, RING / 2, 'live');
  const note = page.getByText(/ events received, the last 10,000 kept/);
  await expect(note).toContainText('of 10,050 events received');

  const logged: string[] = (await readAll(server.origin, '0')).map(({ id }) => id).toReversed();
  const seen = await readDown(page, lookout, RING - 100);
  const first = logged.indexOf(seen[0] ?? '');
  expect(first).toBeLessThan(RING);
  expect(seen).toEqual(logged.slice(first));

  await publishCalls(server, 100, 'later');
  await expect(page.getByRole('button', { name: '200 new' })).toBeVisible();
  await page.keyboard.press('d');
  const sum = page.getByRole('dialog', { name: 'Diagnostics' }).locator('.sum dd');
  await expect(sum).toHaveText(['10,250', '=10,000', '+0', '+250', '+0']);
  await page.keyboard.press('Escape');
  await expect(sum).toHaveCount(0);
  await page.keyboard.press(']');
  const [newest] = (await readAll(server.origin, logged[0] ?? '')).toReversed();
  await expect(lookout.rows.first()).toHaveId(`event-${newest?.id}`);
  await server.app.close();
});

test('a range shows the events around one, keeps it selected, and the way back leads to the live feed', async ({
  page,
  lookout,
}) => {
  const server = await startApplication([]);
  await publishCalls(server, 300, 'early');
  await page.goto(`${server.origin}/dashboard/#token=${ADMIN_TOKEN}`);
  await expect(lookout.connection).toHaveText('Live');
  // The newest row is the sign-in, and the next one that of a call.
  await lookout.seeSignIn();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const selected = lookout.rows.and(page.locator('[aria-current]'));
  const id = await selected.getAttribute('id');
  await page.getByRole('button', { name: 'Around this event' }).press('Enter');
  await expect(page).toHaveURL(/from=.+to=/);
  await expect(selected).toHaveId(id ?? '');
  await expect(page.getByText(/^\d+ rows read from/)).toBeVisible();
  await page.keyboard.press('[');
  await expect(page.getByText('The range begins here')).toBeVisible();
  await page.goBack();
  await expect(page.getByText(/50 events received/)).toBeVisible();
  await server.app.close();
});

test('what a busy tab has missed is a gap in its feed, which leads to these events in the log', async ({
  page,
  context,
  lookout,
}) => {
  const tab = await BusyTab.prepare(page);
  const server = await startApplication([]);
  const other = new ConsolePage(await context.newPage());
  await other.page.goto(`${server.origin}/dashboard/#token=${ADMIN_TOKEN}`);
  await expect(other.connection).toHaveText('Live');
  await page.goto(`${server.origin}/dashboard/?filter=tool:rare`);
  await expect(lookout.connection).toHaveText('Live');
  await tab.pause();
  // The tab may get the first picture, of 1,000 rows at most, and the host keeps the newest ones of the rest.
  await publishCalls(server, 1_000, 'before');
  await publishCalls(server, 1, 'missed', 'rare');
  await publishCalls(server, RING / 2 + 500, 'after');
  // Both tabs have one host, which has all of it once the other tab shows it.
  await expect(other.figure('calls')).toHaveText('6,501', { timeout: 60_000 });
  await tab.goOn();
  const gap = lookout.rows.filter({ hasText: /^Gap: .* events .* came too fast for this tab/ });
  await press(gap.getByRole('button', { name: 'Show them' }), () => expect(page).toHaveURL(/from=.+to=/));
  await expect(lookout.rows.first()).toContainText('rare');
  await server.app.close();
});
