import type { Locator } from '@playwright/test';
import type { CrowsnestEvent, StatsSnapshot } from '#contract';
import { nextMillisecond } from '../../support/environment/next-millisecond.ts';
import { asAdmin, readAll } from '../../support/server/admin-api.ts';
import { askWeather, expect, test, type ConsolePage, type Crowsnest } from '../support/crowsnest.ts';
import { pressInTurn } from '../support/key-sequence.ts';
import { pastCalls, yesterdayAt } from '../support/past.ts';
import { press } from '../support/press.ts';

const MINUTE = 60_000;

async function statsAt(crowsnest: Crowsnest, moment: string): Promise<StatsSnapshot> {
  const response = await asAdmin(crowsnest.origin, `/stats?at=${moment}`);
  return (await response.json()) as StatsSnapshot;
}

async function expectFigures(lookout: ConsolePage, stats: StatsSnapshot): Promise<void> {
  await expect(lookout.figure('calls')).toHaveText(String(stats.totalToolCalls));
  await expect(lookout.figure('errors')).toHaveText(String(stats.errorCount));
  await expect(lookout.figure('sessions')).toHaveText(String(stats.activeSessions));
}

const isStart = ({ type }: CrowsnestEvent): boolean => type === 'tool:start';

test('a link to a moment shows what was then, and plays on from there to the end', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Atlantis', 'Lima', 'Rome', 'Atlantis', 'Paris');
  const ofAgent = async () =>
    (await readAll(crowsnest.origin, '0')).filter(({ sessionId }) => sessionId !== '');
  await expect.poll(async () => (await ofAgent()).length).toBe(13);
  const events = await ofAgent();
  const fourth = events.findIndex(
    (event, index) => isStart(event) && events.slice(0, index).filter(isStart).length === 3,
  );
  const [before, last] = [events[fourth - 1]!, events.at(-1)!];
  const to = new Date(Date.parse(last.timestamp) + 1_000).toISOString();
  const [url = '', token = ''] = crowsnest.signInLink.split('#');
  const query = new URLSearchParams({ from: events[0]!.timestamp, to, replay: before.timestamp });

  await page.goto(`${url}?${query.toString()}#${token}`);
  await expect(lookout.connection).toHaveText('Replay, not live');
  await expect(page).toHaveTitle(/^Replay · /);
  await expectFigures(lookout, await statsAt(crowsnest, before.timestamp));

  await page.keyboard.press('.');
  await expect(lookout.figure('in-flight')).toHaveText('1');
  await page.keyboard.press(',');
  await expect(lookout.figure('in-flight')).toHaveText('0');

  await page.keyboard.press('Space');
  await expect(page.getByText('End of the range')).toBeVisible();
  await expectFigures(lookout, await statsAt(crowsnest, last.id));
  await page.getByRole('slider', { name: 'Moment of the replay' }).focus();
  await page.keyboard.press('Home');
  await expectFigures(lookout, await statsAt(crowsnest, events[0]!.timestamp));

  await pressInTurn(page, 'g', 'l');
  await expect(lookout.connection).toHaveText('Live');
  expect(new URL(page.url()).search).toBe('');
  await askWeather(agent, 'Oslo');
  await expect(lookout.figure('calls')).toHaveText('7');
});

// No call becomes stuck while the pages are read.
test.use({ holding: { stats: { stuckMs: 3_600_000 } } });

/** The rows of each page, with a text that a page shows once it has what it asked for. */
const PAGES = [
  { name: 'Sessions', shows: 'crew' },
  { name: 'Tools', shows: '100%' },
  { name: 'Errors', shows: 'The hold is full' },
  { name: 'Clients', shows: '100%' },
] as const;
/** Ages grow while a live page is read, and nothing that runs can be ended in a replay. */
const CHANGING = /\d[\d.]* (ms|s|m)\b|\bEnd\b|\bCancel\b/g;

async function textsOf(rows: Locator): Promise<string[]> {
  const texts = await rows.evaluateAll((found) =>
    found.map((row) => (row as { innerText: string }).innerText),
  );
  return texts.map((text) => text.replaceAll(CHANGING, '').replaceAll(/\s+/g, ' ').trim());
}

/** What the cards, the board, the failures and the feed show. */
async function overviewOf(lookout: ConsolePage): Promise<string[]> {
  const { page } = lookout;
  const cards = (['calls', 'errors', 'in-flight', 'sessions'] as const).map((card) => lookout.figure(card));
  const parts = [
    ...cards,
    page.locator('#stat-latency .figure'),
    page.getByRole('region', { name: 'In flight' }).getByRole('listitem'),
    page.getByRole('region', { name: 'Newest failures' }).getByRole('listitem'),
    lookout.rows.filter({ hasNotText: 'The log keeps nothing older' }),
  ];
  return (await Promise.all(parts.map(textsOf))).flat();
}

test('a replay shows on every page what a live console showed then, and offers no command', async ({
  page,
  harbor,
  lookout,
}) => {
  const from = new Date(Date.now() - 10_000).toISOString();
  const agent = await harbor.connectAgent();
  for (let call = 0; call < 2; call += 1) await agent.callTool({ name: 'fail', arguments: {} });
  const held = agent.callTool({ name: 'hold', arguments: {} });
  await lookout.openSignedIn(harbor);
  const board = page.getByRole('region', { name: 'In flight' });
  await expect(board.getByRole('button', { name: 'Cancel hold of crew' })).toBeVisible();
  const live = new Map([['Overview', await overviewOf(lookout)]]);
  for (const { name, shows } of PAGES) {
    await lookout.goTo(name);
    const rows = page.getByRole('main').locator('tbody tr');
    await expect(rows.filter({ hasText: shows })).not.toHaveCount(0);
    live.set(name, await textsOf(rows));
  }
  const moment = new Date().toISOString();
  // What follows is stamped later than the moment.
  await nextMillisecond();
  harbor.release();
  await held;
  await (await harbor.connectAgent('later')).callTool({ name: 'fail', arguments: {} });

  const replay = new URLSearchParams({ from, to: new Date(Date.now() + 1).toISOString(), replay: moment });
  await page.goto(`${harbor.origin}/dashboard/?${replay.toString()}`);
  await expect(lookout.connection).toHaveText('Replay, not live');
  await expect.poll(() => overviewOf(lookout)).toEqual(live.get('Overview'));
  await expect(board.getByRole('button')).toHaveCount(0);
  for (const { name } of PAGES) {
    await lookout.goTo(name);
    await expect.poll(() => textsOf(page.getByRole('main').locator('tbody tr'))).toEqual(live.get(name));
  }
});

test('the keyboard goes from each rise of errors to the next one, and from the last one to the first', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const from = yesterdayAt(14);
  const rises = [from + 5 * MINUTE, from + 8 * MINUTE];
  const calm = pastCalls('crew', { from, count: 100, everyMs: 6_000, tool: 'search', durationMs: 9 });
  const failing = rises.flatMap((at) =>
    pastCalls('crew', { from: at, count: 3, everyMs: 50, tool: 'dock', durationMs: 9, error: 'It is taken' }),
  );
  await crowsnest.addPast([...calm, ...failing].toSorted((a, b) => a.timestamp.localeCompare(b.timestamp)));
  await lookout.openSignedIn(crowsnest);
  const [begin = '', end = ''] = [from, from + 10 * MINUTE].map((at) => new Date(at).toISOString());
  await page.goto(
    `${crowsnest.origin}/dashboard/?${new URLSearchParams({ from: begin, to: end, replay: begin }).toString()}`,
  );
  const isAt = (at: number | undefined) => () =>
    expect(page).toHaveURL(
      ({ searchParams }) => searchParams.get('replay') === new Date(at ?? 0).toISOString(),
    );
  const next = page.getByRole('button', { name: 'Next rise of errors' });
  await press(next, isAt(rises[0]));
  await press(next, isAt(rises[1]));
  await page.keyboard.press('m');
  await isAt(rises[0])();
});
