import type { RangeStats } from '#contract';
import { asAdmin } from '../../support/server/admin-api.ts';
import { expect, test, type ConsolePage } from '../support/crowsnest.ts';
import { pastCalls, yesterdayAt } from '../support/past.ts';

// Every test here uses the keyboard alone.

const FROM = yesterdayAt(14);
const TO = yesterdayAt(14, 10);
/** That day as people type it: it is no longer yesterday once midnight has passed. */
const DAY = new Date(FROM).toLocaleDateString('sv');

test.beforeEach(async ({ crowsnest }) => {
  const good = { tool: 'get_tide', durationMs: 40, everyMs: 5_000 };
  await crowsnest.addPast([
    // Some before the range and some after it.
    ...pastCalls('tide-table', { ...good, from: FROM - 60_000, count: 150 }),
    ...pastCalls('pilot', {
      ...good,
      from: FROM + 60_000,
      count: 9,
      everyMs: 30_000,
      error: 'No tide today',
    }),
    ...pastCalls('slow-boat', { ...good, from: TO - 10_000, count: 2, durationMs: 20_000 }),
  ]);
});

/** Types a range into the form of the time and sends it. */
async function chooseRange({ page }: ConsolePage, from: string, to: string): Promise<void> {
  await page.keyboard.press('t');
  // What is typed before belongs to the page.
  await expect(page.getByRole('dialog', { name: 'Time' }).getByLabel('From')).toBeFocused();
  await page.keyboard.type(from);
  await page.keyboard.press('Tab');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
}

async function figures({ page }: ConsolePage): Promise<string[]> {
  return page.locator('app-figures .figure').allInnerTexts();
}

test('a range that is typed shows exactly the counters that the server tells of it, and a link shows the same', async ({
  page,
  browser,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await chooseRange(lookout, 'soon', '14:10');
  await expect(page.getByLabel('From')).toBeFocused();
  await expect(page.getByRole('dialog')).toContainText('Write a time such as');
  await page.keyboard.press('Escape');
  // Until it is closed, the next key belongs to it.
  await expect(page.getByRole('dialog')).toBeHidden();
  await chooseRange(lookout, `${DAY} 14:00`, '14:10');
  await expect(page.getByRole('button', { name: /^Time: .*14:00:00 – 14:10:00$/ })).toBeVisible();

  const range = new URLSearchParams({ from: new Date(FROM).toISOString(), to: new Date(TO).toISOString() });
  const answer = await asAdmin(crowsnest.origin, `/stats?${range.toString()}`);
  const stats = (await answer.json()) as RangeStats;
  expect(stats).toMatchObject({ totalToolCalls: 131, errorCount: 9, toolCallsInFlight: 2 });
  const shown = ['131', '9', '40 ms', '2', '3'];
  await expect.poll(() => figures(lookout)).toEqual(shown);
  expect(stats.activeSessions).toBe(3);

  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(crowsnest.signInLink);
  await expect(other.locator('app-connection-badge')).toHaveText('Live');
  await other.goto(page.url());
  await expect(other.locator('app-figures .figure')).toHaveText(shown);
  await fresh.close();
});

test('a chart says in words what it shows, is read step by step, and its steps become the range', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await chooseRange(lookout, `${DAY} 14:00`, '14:10');
  const chart = page.getByRole('slider', { name: 'Calls and errors over time' });
  await expect(chart).toHaveAccessibleDescription(/131 calls, 9 errors\. Most calls at 14:/);
  await expect(page.getByRole('slider', { name: 'Latency over time' })).toHaveAccessibleDescription(
    /p99 highest at 14:/,
  );
  await expect(chart.locator('canvas')).toBeVisible();
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(chart).toHaveAttribute('aria-valuetext', /14:00:00 – 14:00:10: calls 2, errors 0$/);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Time: .*14:00:00 – 14:00:20$/ })).toBeVisible();
  await expect(page.locator('#stat-calls .figure')).toHaveText('4');
  await page.goBack();
  await expect(page.locator('#stat-calls .figure')).toHaveText('131');
});
