import type { Locator, Page } from '@playwright/test';
import { askWeather, expect, test, type Crowsnest } from '../support/crowsnest.ts';
import { press } from '../support/press.ts';

// Each number and name that leads somewhere, followed with the keyboard alone. That it leads to exactly what it counts
// is tested with the numbers.

/** What a link is called, and what the address has after the mount of the console once it was followed. */
type Link = readonly [name: string | RegExp, leadsTo: RegExp];

const TOOL = 'tool:get_current_weather';

/** The path and the query of the page, as people write them. */
const addressOf = (page: Page): string =>
  decodeURIComponent(page.url().replace(/^.*\/dashboard\//, '')).replaceAll('+', ' ');

/** Follows links of a part of a page in turn, with the way back in between. */
async function followAll(page: Page, within: Locator, links: readonly Link[]): Promise<void> {
  const begin = addressOf(page);
  for (const [name, leadsTo] of links) {
    await test.step(String(name), async () => {
      const link = within.getByRole('link', { name }).first();
      await press(link, () => expect.poll(() => addressOf(page)).toMatch(leadsTo));
      await page.goBack();
      await expect.poll(() => addressOf(page)).toBe(begin);
    });
  }
}

async function openPage(page: Page, { origin }: Pick<Crowsnest, 'origin'>, path: string): Promise<Locator> {
  await page.goto(`${origin}/dashboard/${path}`);
  return page.getByRole('main');
}

test('the cards of the overview and the tools of a range lead to what they count', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await askWeather(await crowsnest.connectAgent('crew'), 'Oslo', 'Atlantis');
  await lookout.openSignedIn(crowsnest);
  await expect(lookout.figure('calls')).toHaveText('2');
  await followAll(page, page.getByRole('main'), [
    [/Calls a minute, show the calls$/, /^\?filter=type:tool:\*$/],
    [/Latency p99, show the slowest tools$/, /^tools\?sort=-p99$/],
    [/^1 Sessions, show the sessions$/, /^sessions\?silent=shown$/],
  ]);
  // The step in which the calls were made has to be over.
  await expect(page.getByRole('link', { name: /^of 2 calls/ })).toBeVisible({ timeout: 60_000 });
  await followAll(page, page.getByRole('main'), [[/^of 2 calls, show them$/, /^\?filter=type:tool:/]]);
  const range = await openPage(page, crowsnest, '?last=15m');
  await followAll(page, range.getByRole('table', { name: 'Tools' }), [
    ['2 calls of get_current_weather', /filter=tool:get_current_weather type:tool:\*/],
    ['1 errors of get_current_weather', /filter=tool:get_current_weather is:error/],
    [/p99 of get_current_weather, show the slower calls$/, /filter=tool:get_current_weather .*duration:>=/],
  ]);
  await followAll(page, range, [[/Sessions, show the sessions$/, /^sessions\?last=15m$/]]);
});

test('the figures of tools lead to the calls, clients and sessions that they are made of', async ({
  page,
  crowsnest,
  lookout,
}) => {
  for (let n = 1; n <= 9; n += 1)
    await askWeather(await crowsnest.connectAgent(`crew-${n}`), 'Oslo', ...(n === 1 ? ['Atlantis'] : []));
  await lookout.openSignedIn(crowsnest);
  const tools = await openPage(page, crowsnest, 'tools?tool=get_current_weather');
  const users = tools.getByRole('region', { name: 'Who calls it' });
  const more = users.getByRole('button', { name: 'Show more' });
  await press(more, () => expect(users.getByRole('listitem')).toHaveCount(9));
  await expect(more).toHaveCount(0);
  await followAll(page, tools, [
    ['10 calls of get_current_weather', new RegExp(`filter=${TOOL}`)],
    ['1 errors of get_current_weather', new RegExp(`filter=${TOOL} is:error`)],
    ['10% errors of get_current_weather', new RegExp(`filter=${TOOL} is:error`)],
    [/p50 of get_current_weather/, new RegExp(`filter=${TOOL} type:tool:done duration:>=`)],
    [/p95 of get_current_weather/, new RegExp(`filter=${TOOL} type:tool:done duration:>=`)],
    [/p99 of get_current_weather/, new RegExp(`filter=${TOOL} type:tool:done duration:>=`)],
    ['50% failed of crew-1', new RegExp(`filter=${TOOL} session:.+ is:error`)],
    [/^1 session of crew-1 /, /^sessions\?filter=session:/],
  ]);
  await followAll(page, tools.getByRole('region', { name: 'Failures and sizes' }), [
    [/show a call with such a result$/, /^tools\?tool=get_current_weather&call=\d/],
  ]);
});

test('the figures of errors and clients lead to the calls and sessions that they are made of', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await askWeather(await crowsnest.connectAgent('crew-1'), 'Oslo', 'Atlantis');
  await askWeather(await crowsnest.connectAgent('crew-2'), 'Oslo');
  await lookout.openSignedIn(crowsnest);
  const errors = await openPage(page, crowsnest, 'errors');
  const group = new RegExp(`filter=${TOOL} kind:tool group:`);
  await followAll(page, errors, [
    ['1 errors of get_current_weather', group],
    ['1 sessions with errors of get_current_weather', /^sessions\?filter=session:/],
    [
      '1 clients with errors of get_current_weather',
      /^clients\?filter=tool:get_current_weather kind:tool group:/,
    ],
    ['100% of all errors', group],
  ]);

  const clients = await openPage(page, crowsnest, 'clients');
  await followAll(page, clients, [
    [/^1 sessions of crew-1 /, /^sessions\?filter=client:crew-1&.*silent=shown/],
    [/^2 calls of crew-1 /, /filter=client:crew-1 type:tool:done,tool:error/],
    [/^50% errors of crew-1 /, /filter=client:crew-1 is:error/],
    [/p95 of crew-1 /, /filter=client:crew-1 type:tool:done duration:>=/],
  ]);
});

test('what runs, and the figures of a session and of an instance, lead to their calls', async ({
  page,
  harbor,
  lookout,
}) => {
  const agent = await harbor.connectAgent();
  void agent.callTool({ name: 'hold', arguments: {} }).catch(() => undefined);
  await lookout.openSignedIn(harbor);
  await expect(lookout.figure('in-flight')).toHaveText('1');
  const tools = await openPage(page, harbor, 'tools');
  await followAll(page, tools, [['1 running calls of hold', /filter=tool:hold is:running/]]);
  const sessions = await openPage(page, harbor, 'sessions');
  await followAll(page, sessions, [['1 running calls of crew', /filter=session:.+ is:running/]]);
  const session = await openPage(page, harbor, `sessions/${agent.transport.sessionId}`);
  await followAll(page, session, [['1 running calls of this session', /filter=session:.+ is:running/]]);
  harbor.release();
  await followAll(page, session, [
    [
      /p50 of this session, show the calls that took as long$/,
      /filter=session:.+ type:tool:done duration:>=/,
    ],
    [
      /p99 of this session, show the calls that took as long$/,
      /filter=session:.+ type:tool:done duration:>=/,
    ],
  ]);
});
