import { readSessions, readStats } from '../../support/server/admin-api.ts';
import { askWeather, ConsolePage, expect, test } from '../support/crowsnest.ts';

test('an empty console offers a client configuration, and the first call appears without a reload', async ({
  page,
  context,
  crowsnest,
  lookout,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lookout.openSignedIn(crowsnest);
  await expect(page.getByRole('heading', { name: 'No agent has connected yet' })).toBeVisible();
  // The button says so for two seconds: the page itself watches for it from before the key.
  const copying = page.getByRole('button', { name: 'Copied' }).waitFor();
  const copy = page.getByRole('button', { name: 'Copy configuration' });
  await copy.press('Enter');
  await copying;
  const copied = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');
  expect(JSON.parse(await copied())).toEqual({
    mcpServers: { crowsnest: { type: 'http', url: `${crowsnest.origin}/mcp` } },
  });
  await page.getByRole('radio', { name: 'Most clients' }).press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Claude Code' })).toBeChecked();
  await page.getByRole('checkbox', { name: /asks agents for a key/ }).press('Space');
  // What is copied is what the page shows, from its next frame on.
  await expect(page.getByLabel('MCP client configuration')).toContainText('--header');
  await page.getByRole('button', { name: /^Cop/ }).press('Enter');
  await expect
    .poll(copied)
    .toBe(
      `claude mcp add --transport http crowsnest ${crowsnest.origin}/mcp --header "Authorization: Bearer YOUR_AGENT_KEY"`,
    );

  const loads: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads.push(request.url());
  });
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.figure('calls')).toHaveText('1');
  await expect(lookout.figure('sessions')).toHaveText('1');
  await expect(lookout.rows).toHaveCount(2);
  await expect(lookout.rows.nth(0)).toContainText('done');
  await expect(lookout.rows.nth(0)).toContainText('get_current_weather');
  await expect(lookout.rows.nth(0)).toContainText('weather-agent');
  await expect(lookout.rows.nth(1)).toContainText('opened');
  expect(loads).toEqual([]);
  await lookout.showStartsApart();
  await expect(lookout.rows).toHaveCount(3);
  await expect(lookout.rows.nth(1)).toContainText('started');
  await agent.close();
});

test('a failed call shows its error', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Atlantis');
  await expect(lookout.figure('errors')).toHaveText('1');
  await expect(lookout.rows.nth(0)).toContainText('error');
  await expect(lookout.rows.nth(0)).toContainText('Unknown city "Atlantis"');
  await expect(page.getByRole('region', { name: 'Newest failures' })).toContainText(
    'Unknown city "Atlantis"',
  );
  await lookout.goTo('Tools');
  const tools = page.getByRole('table', { name: 'Tools' }).getByRole('row');
  await expect(tools.nth(1)).toContainText('get_current_weather');
  await agent.close();
});

test('the region “In flight” shows a running call with a growing duration until the call ends', async ({
  page,
  harbor,
  lookout,
}) => {
  await lookout.openSignedIn(harbor);
  const agent = await harbor.connectAgent();
  const call = agent.callTool({ name: 'hold', arguments: {} });
  const board = page.getByRole('region', { name: 'In flight' });
  await expect(board).toContainText('hold');
  await expect(lookout.figure('in-flight')).toHaveText('1');
  const age = async (): Promise<number> =>
    Number.parseFloat((await board.locator('.age').textContent()) ?? '');
  const early = await age();
  await expect.poll(age).not.toBe(early);
  harbor.release();
  await call;
  await expect(board).toContainText('No call is running');
  await expect(lookout.figure('in-flight')).toHaveText('0');
  await agent.close();
});

test('long names of clients and tools leave room for every other column', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent('w'.repeat(200));
  await agent.callTool({ name: 'n'.repeat(200), arguments: {} }).catch(() => undefined);
  await expect(lookout.figure('errors')).toHaveText('1');
  for (const [link, ...names] of [
    ['Overview', 'In flight', 'Newest failures', 'Feed'],
    ['Sessions', 'Sessions'],
    ['Tools', 'Tools'],
  ] as const) {
    await lookout.goTo(link);
    for (const name of names) {
      const panel = page.getByRole('region', { name, exact: true });
      const hidden = await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect({ name, hidden }).toEqual({ name, hidden: 0 });
    }
  }
  await agent.close();
});

test('the table of sessions shows the origin of a session, and its end', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent('short-visit');
  await lookout.goTo('Sessions');
  await page.getByLabel(/without a call/).press('Space');
  const table = page.getByRole('table', { name: 'Sessions' });
  const row = table.getByRole('row').filter({ hasText: 'short-visit' });
  await expect(row).toContainText('protocol');
  await expect(row).toContainText('open');
  await askWeather(agent, 'Oslo', 'Lima', 'Atlantis');
  await expect(row.getByRole('cell').nth(5)).toHaveText('3');
  await expect(row.getByRole('cell').nth(6)).toHaveText('1');
  const [session] = await readSessions(crowsnest.origin);
  const end = await fetch(`${crowsnest.origin}/mcp`, {
    method: 'DELETE',
    headers: {
      'mcp-session-id': session?.sessionId ?? '',
      'mcp-protocol-version': session?.protocolVersion ?? '',
    },
  });
  expect(end.ok).toBe(true);
  await expect(row).toContainText('closed (client)');
  await lookout.goTo('Overview');
  await expect(lookout.figure('sessions')).toHaveText('0');
  await agent.close();
});

test('the counters equal the server’s, whether the console opens before or after the calls', async ({
  context,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Lima', 'Atlantis', 'Rome', 'Nowhere');
  await expect.poll(() => readStats(crowsnest.origin)).toMatchObject({ totalToolCalls: 5, errorCount: 2 });
  await expect(lookout.figure('calls')).toHaveText('5');
  await expect(lookout.figure('errors')).toHaveText('2');
  const late = new ConsolePage(await context.newPage());
  await late.page.goto(`${crowsnest.origin}/dashboard/`);
  await expect(late.figure('calls')).toHaveText('5');
  await expect(late.figure('errors')).toHaveText('2');
  await expect
    .poll(async () => String(await late.eventIds()) === String(await lookout.eventIds()))
    .toBe(true);
  await agent.close();
});
