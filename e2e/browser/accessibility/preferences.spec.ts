import type { Page } from '@playwright/test';
import { askWeather, expect, test } from '../support/crowsnest.ts';
import { overflow, unreachable } from '../support/reach.ts';

/** The elements that may move, fade or change color gradually. */
const MOVING = `
  [...document.querySelectorAll('*')]
    .filter((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return [transitionDuration, animationDuration].join().split(',').some((time) => parseFloat(time) > 0.001);
    })
    .map((element) => element.outerHTML.slice(0, 100))
`;

test('nothing moves gradually for people who want that', async ({ page, harbor, lookout }) => {
  await lookout.openSignedIn(harbor);
  const agent = await harbor.connectAgent();
  void agent.callTool({ name: 'hold', arguments: {} }).catch(() => undefined);
  await expect(lookout.figure('in-flight')).toHaveText('1');
  expect(await page.evaluate<string[]>(MOVING)).not.toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const link of ['Overview', 'Sessions', 'Tools'] as const) {
    await lookout.goTo(link);
    expect(await page.evaluate<string[]>(MOVING), link).toEqual([]);
  }
  harbor.release();
});

test.describe('with forced colors', () => {
  const quotas = { tenants: { default: { callsAtOnce: 4 } } };
  test.use({ forcedColors: 'active', holding: { stats: { stuckMs: 500 }, quotas } });

  /** The colors of an element, or of what stands before it, as they are painted. */
  const paint = (page: Page, selector: string, before = ''): Promise<string> =>
    page.evaluate<string>(`{
      let { backgroundColor, borderTopColor, outlineStyle, fill, stroke } =
        getComputedStyle(document.querySelector(${JSON.stringify(selector)}), ${JSON.stringify(before)});
      [backgroundColor, borderTopColor, outlineStyle, fill, stroke].join(' ');
    }`);

  test('bars, marks and states can be told apart', async ({ page, harbor, lookout }) => {
    const agent = await harbor.connectAgent();
    await agent.callTool({ name: 'fail', arguments: {} });
    void agent.callTool({ name: 'hold', arguments: {} }).catch(() => undefined);
    const gone = await harbor.connectAgent('gone');
    await gone.callTool({ name: 'fail', arguments: {} });
    await gone.transport.terminateSession();
    await lookout.openSignedIn(harbor);
    const board = page.getByRole('region', { name: 'In flight' });
    await expect(board.getByText('stuck')).toBeVisible();
    expect(await paint(page, 'app-in-flight .bar')).not.toBe(await paint(page, 'app-in-flight .track'));

    await page.keyboard.press('j');
    await expect(page.getByRole('region', { name: 'Feed' }).locator('[aria-current]')).toBeVisible();
    expect(await paint(page, 'app-feed-row.selected')).toContain('solid');

    await lookout.goTo('Sessions');
    await expect(page.getByText('closed (client)')).toBeVisible();
    const [open, closed] = [".state[data-state='open']", ".state[data-state='closed']"];
    expect(await paint(page, open, '::before')).not.toBe(await paint(page, closed, '::before'));

    await page.goto(`${harbor.origin}/dashboard/sessions/${agent.transport.sessionId}`);
    await expect(page.getByRole('list', { name: 'Calls' }).getByRole('link')).toHaveCount(2);
    const [failed, running] = [".bar[data-state='failed']", ".bar[data-state='running']"];
    expect(await paint(page, failed)).not.toBe(await paint(page, running));
    harbor.release();
  });

  test('limits, the heatmap of a tool and the line of a replay can be read', async ({
    page,
    harbor,
    lookout,
  }) => {
    const agent = await harbor.connectAgent();
    const from = new Date(Date.now() - 60_000).toISOString();
    const held = [1, 2].map(() => agent.callTool({ name: 'hold', arguments: {} }));
    await agent.callTool({ name: 'fail', arguments: {} });
    await lookout.openSignedIn(harbor);
    await lookout.goTo('Clients');
    await expect(page.getByRole('meter').first()).toHaveAttribute('aria-valuenow', '50');
    expect(await paint(page, 'app-quota-bars .used')).not.toBe(await paint(page, 'app-quota-bars .bar'));
    harbor.release();
    await Promise.all(held);
    await lookout.goTo('Tools');
    const cell = 'app-heatmap path[d^="M"]';
    await expect(page.locator(cell).first()).toBeAttached();
    expect(await paint(page, cell)).not.toBe(await paint(page, 'app-heatmap .ground'));

    const to = new Date(Date.now() + 60_000).toISOString();
    const replay = new URLSearchParams({ from, to, replay: from });
    await page.goto(`${harbor.origin}/dashboard/?${replay.toString()}`);
    await expect(page.getByRole('button', { name: 'Next rise of errors' })).toBeEnabled();
    const [calls, errors, rise] = await Promise.all(
      ['.calls', '.errors', '.rise'].map((mark) => paint(page, `app-replay-line ${mark}`)),
    );
    expect(errors).not.toBe(calls);
    expect(rise).not.toBe(calls);
    // The platform draws its own thumb: a drawn one loses its colors.
    expect(
      await page.evaluate('getComputedStyle(document.querySelector("app-replay-line input")).appearance'),
    ).toBe('auto');
  });
});

test.describe('on a phone, with names and messages of any length', () => {
  test.use({ viewport: { width: 390, height: 844 }, environment: { CROWSNEST_PAYLOADS: 'redacted' } });

  test('no page scrolls sideways, and every control can be pointed at', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    const agent = await crowsnest.connectAgent('an-agent-'.repeat(20));
    await askWeather(agent, 'Oslo', 'Atlantis'.repeat(40));
    await agent.callTool({ name: 'a_tool_'.repeat(20), arguments: {} }).catch(() => undefined);
    await lookout.openSignedIn(crowsnest);
    const session = `sessions/${agent.transport.sessionId}`;
    const range = `?from=${new Date(Date.now() - 600_000).toISOString()}&to=${new Date().toISOString()}`;
    const pages = [
      '',
      range,
      'sessions',
      session,
      'tools',
      'errors',
      'clients',
      'alerts',
      'audit',
      'instances',
    ];
    for (const path of pages) {
      await page.goto(`${crowsnest.origin}/dashboard/${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      await expect(page.getByText(/Loading/)).toHaveCount(0);
      expect.soft(await overflow(page), path).toBe(0);
      expect.soft(await unreachable(page), path).toEqual([]);
    }
    await page.goto(`${crowsnest.origin}/dashboard/${session}`);
    await page.getByRole('list', { name: 'Calls' }).getByRole('link').last().press('Enter');
    await expect(page.getByRole('complementary', { name: 'Call' })).toContainText('an-agent-');
    expect(await overflow(page)).toBe(0);
    expect(await unreachable(page)).toEqual([]);
  });

  test('a session tells when it was opened, how often it called and failed, and how to end it', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    await askWeather(await crowsnest.connectAgent('an-agent-'.repeat(20)), 'Oslo', 'Atlantis');
    await lookout.openSignedIn(crowsnest);
    await lookout.goTo('Sessions');
    const row = page.getByRole('row').filter({ hasText: 'an-agent-' });
    const parts = [
      row.locator('time').first(),
      row.getByRole('link', { name: /^2 calls/ }),
      row.getByRole('link', { name: /^1 errors/ }),
      row.getByRole('button', { name: /^End the session/ }),
    ];
    const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
    const edges = boxes.flatMap((box) => (box ? [box.x, box.x + box.width] : [Number.NaN]));
    // Beside each other, within the screen, and none below another.
    expect(edges).toEqual(edges.toSorted((a, b) => a - b));
    expect(edges.at(-1)).toBeLessThanOrEqual(390);
  });
});
