import type { CrowsnestEvent, StatsSnapshot } from '#contract';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { askWeather, expect, test, type ConsolePage, type Crowsnest } from './crowsnest.ts';
import { pressInTurn } from './key-sequence.ts';

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
