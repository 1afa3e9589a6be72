import type { Page } from '@playwright/test';
import { overflow } from '../support/reach.ts';
import { findings } from '../support/axe.ts';
import { askWeather, expect, test } from '../support/crowsnest.ts';
import { press } from '../support/press.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

test.use({
  environment: {
    CROWSNEST_PAYLOADS: 'redacted',
    CROWSNEST_TRACE_URL: 'https://traces.example/trace/{traceId}',
  },
});

/** What the open panel shows of a call. */
function panelOf(page: Page) {
  const panel = page.getByRole('complementary', { name: 'Call' });
  return {
    panel,
    title: panel.getByRole('heading', { level: 2 }),
    sent: panel.getByRole('tree', { name: 'Arguments' }),
    got: panel.getByRole('tree', { name: 'Result' }),
  };
}

test('the page of a failed session is walked with keys, and its panel shows what each call sent and got', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const agent = await crowsnest.connectAgent('cursor');
  await askWeather(agent, 'Oslo', 'Atlantis');
  await agent.transport.terminateSession();
  await lookout.openSignedIn(crowsnest);
  const { panel, title, sent, got } = panelOf(page);

  const failure = page.getByRole('region', { name: 'Newest failures' }).getByRole('link').first();
  await failure.press('Enter');
  await expect(title).toBeFocused();
  await expect(panel.getByRole('region', { name: 'Error' })).toContainText('Unknown city "Atlantis"');
  await expect(sent.getByRole('treeitem')).toHaveText([/city.*"Atlantis"/]);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(failure).toBeFocused();

  await failure.press('Enter');
  await panel.getByRole('link', { name: 'cursor' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^cursor/ })).toBeVisible();
  await expect(page.getByText(/: closed by the client$/)).toBeVisible();
  const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link');
  await expect(calls).toHaveCount(2);
  await expect(calls.last()).toHaveAttribute('aria-current', 'true');
  await expect(calls.last()).toHaveAccessibleName(/^get_current_weather, error .*, began /);
  await page.keyboard.press('k');
  await expect(sent.getByRole('treeitem')).toHaveText([/city.*"Oslo"/]);
  await expect(got).toContainText('"Norway"');
  expect(await findings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(() => overflow(page)).toBe(0);
  await panel.getByRole('button', { name: 'Back' }).press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect.poll(() => overflow(page)).toBe(0);
  expect(await findings(page)).toEqual([]);
  await agent.close();
});

test('the panel of a call links its trace, here and in another system', async ({
  page,
  context,
  crowsnest,
  lookout,
}) => {
  const agent = await crowsnest.connectAgent('cursor');
  await agent.callTool({
    name: 'get_current_weather',
    arguments: { city: 'Oslo' },
    _meta: { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
  });
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/sessions/${agent.transport.sessionId}`);
  await expect(page.getByRole('list', { name: 'Calls' }).getByRole('link')).toHaveCount(1);
  await page.keyboard.press('j');
  const { panel } = panelOf(page);
  const outside = panel.getByRole('link', { name: 'Open trace in a new tab' });
  await expect(outside).toHaveAttribute('href', `https://traces.example/trace/${TRACE_ID}`);
  await expect(outside).toHaveAttribute('target', '_blank');
  await expect(outside).toHaveAttribute('rel', 'noopener noreferrer');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(panel.getByRole('button', { name: 'Copy trace id' }), () =>
    expect.poll(() => page.evaluate<string>('navigator.clipboard.readText()')).toBe(TRACE_ID),
  );
  expect(await findings(page)).toEqual([]);
  await panel.getByRole('link', { name: TRACE_ID }).press('Enter');
  await expect(page).toHaveURL((url) => url.searchParams.get('filter') === `trace:${TRACE_ID}`);
  await agent.close();
});

test('a large result is unfolded and searched with keys, and a session that nobody knows is told', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const agent = await crowsnest.connectAgent('cursor');
  await agent.callTool({ name: 'search_knowledge_base', arguments: { query: 'session' } });
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/sessions/${agent.transport.sessionId}`);
  await expect(page.getByRole('list', { name: 'Calls' }).getByRole('link')).toHaveCount(1);
  await page.keyboard.press('j');
  const { panel, got } = panelOf(page);
  await expect(got.getByRole('treeitem').first()).toHaveText(/content/);
  await got.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(got.getByRole('treeitem').first()).toHaveAttribute('aria-expanded', 'false');
  await panel.getByRole('searchbox', { name: 'Find in the result' }).focus();
  await page.keyboard.type('title');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('search').getByRole('status').last()).toHaveText(/^1 of \d+$/);
  await expect(got.getByRole('treeitem', { selected: true })).toContainText('title');

  const answer = await page.goto(`${crowsnest.origin}/dashboard/sessions/nobody`);
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('heading', { name: 'There is no such session' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await agent.close();
});
