import type { Page } from '@playwright/test';
import { askWeather, expect, test } from '../support/crowsnest.ts';
import { press } from '../support/press.ts';

// What the tasks of other suites do not need, with the keyboard alone. No action loses the focus.

test.beforeEach(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']));

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** Expects a text to be copied. */
const expectCopied = (page: Page, text: RegExp | string) => async (): Promise<void> => {
  await expect.poll(() => page.evaluate<string>('navigator.clipboard.readText()')).toMatch(text);
};

test('the keyboard mends an address, goes home, opens the search and copies the diagnostics', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/tools?sort=nonsense`);
  await expect(page.getByRole('alert')).toContainText('The address has an invalid parameter: sort=nonsense.');
  await press(button(page, 'Leave it out'), () => expect(page).not.toHaveURL(/sort=/));
  await press(page.getByRole('link', { name: 'Crowsnest' }), () =>
    expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeAttached(),
  );
  const palette = page.getByRole('dialog', { name: 'Do or find anything' });
  const find = button(page, 'Find Ctrl K');
  await press(find, () => expect(palette.getByRole('combobox')).toBeFocused());
  await page.keyboard.press('Escape');
  await expect(find).toBeFocused();

  const badge = lookout.connection.getByRole('button');
  const diagnostics = page.getByRole('dialog', { name: 'Diagnostics' });
  await press(badge, () => expect(diagnostics).toBeVisible());
  await press(button(page, 'Copy as text'), expectCopied(page, /^Events received: \d+$/m));
  await press(diagnostics.getByRole('button', { name: /^Close/ }), () => expect(badge).toBeFocused());
});

test('the keyboard chooses a time, reads it again, replays it and goes live', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await askWeather(await crowsnest.connectAgent(), 'Oslo', 'Atlantis');
  await lookout.openSignedIn(crowsnest);
  const time = page.getByRole('button', { name: /^Time:/ });
  const dialog = page.getByRole('dialog', { name: 'Time' });
  await press(time, () => expect(dialog.getByLabel('From')).toBeFocused());
  await press(button(page, 'Last 15 minutes'), () => expect(page).toHaveURL(/last=15m/));
  await expect(page.locator('#stat-calls .figure')).toHaveText('2');
  await askWeather(await crowsnest.connectAgent(), 'Lima');
  await press(button(page, /^Reload/), () => expect(page.locator('#stat-calls .figure')).toHaveText('3'));
  await press(time, () => expect(dialog).toBeVisible());
  await press(button(page, 'Now'), () => expect(page).not.toHaveURL(/last=/));
  await press(time, () => expect(dialog).toBeVisible());
  await press(button(page, 'Last hour'), () => expect(page).toHaveURL(/last=1h/));
  await press(button(page, 'Go live'), () => expect(time).toBeFocused());
  await expect(lookout.connection).toHaveText('Live');

  await press(time, () => expect(dialog).toBeVisible());
  await dialog.getByLabel('To', { exact: true }).fill('now');
  await press(button(page, 'Replay'), () => expect(lookout.connection).toHaveText('Replay, not live'));
  const replay = page.getByRole('region', { name: 'Replay' });
  // Until the beginning is read, there is nothing to step through.
  await expect(replay.locator('.pace')).toHaveText('Paused');
  // The first two events are instances that join, or the session and its first call: a row each.
  await press(button(page, 'Next event'), () => expect(lookout.allRows).toHaveCount(1));
  await press(button(page, 'Next event'), () => expect(lookout.allRows).toHaveCount(2));
  await press(button(page, 'Back by one event'), () => expect(lookout.allRows).toHaveCount(1));
  await press(button(page, '60×'), () => expect(button(page, '60×')).toHaveAttribute('aria-pressed', 'true'));
  await press(button(page, 'Copy link to this moment'), expectCopied(page, /replay=/));
  await press(replay.getByRole('button', { name: /^(Play|Pause)$/ }), () =>
    expect(replay.getByRole('button', { name: /^(Play|Pause)$/ })).toBeFocused(),
  );
  await press(button(page, 'Go live'), () => expect(lookout.connection).toHaveText('Live'));
});

test('the keyboard edits and removes terms of the filter, and applies and removes what was saved', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const field = page.getByRole('combobox', { name: 'Filter' });
  await page.goto(`${crowsnest.origin}/dashboard/?filter=is:error tool:get*`);
  await press(button(page, 'Edit is:error'), () => expect(field).toHaveValue('is:error'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/filter=tool:get\*\+is:error|filter=tool:get\*%20is:error/);
  await press(button(page, 'Remove is:error'), () => expect(page).toHaveURL(/filter=tool:get\*$/));

  const saved = page.getByRole('dialog', { name: 'Saved filters' });
  await press(button(page, 'Saved filters'), () => expect(saved).toBeVisible());
  await press(button(page, 'Save this filter'), () => expect(saved.getByRole('listitem')).toHaveCount(1));
  await page.keyboard.press('Escape');
  await expect(saved).toBeHidden();
  await press(button(page, 'Clear'), () => expect(page).not.toHaveURL(/filter=/));
  await press(button(page, 'Saved filters'), () => expect(saved).toBeVisible());
  await press(button(page, 'tool:get*'), () => expect(page).toHaveURL(/filter=tool:get\*$/));
  await press(button(page, 'Saved filters'), () => expect(saved).toBeVisible());
  await press(button(page, 'Remove tool:get*').last(), () =>
    expect(saved.getByRole('listitem')).toHaveCount(0),
  );
});

test('the keyboard leads out of a list of sessions that is empty, and dismisses a refusal', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const agent = await crowsnest.connectAgent('crew');
  await lookout.openSignedIn(crowsnest);
  await page.goto(`${crowsnest.origin}/dashboard/sessions?filter=client:nobody`);
  await press(button(page, 'Clear the filter'), () => expect(page).not.toHaveURL(/filter=/));
  const row = page.getByRole('link', { name: 'Session of crew' });
  await press(button(page, 'Show 1 without a call'), () => expect(row).toBeVisible());
  await page.goto(`${crowsnest.origin}/dashboard/sessions?silent=shown&filter=client:crew type:tool:error`);
  await press(button(page, 'Leave out what is about events'), () => expect(row).toBeVisible());
  await page.goto(`${crowsnest.origin}/dashboard/sessions?filter=client:crew type:tool:error`);
  await press(page.getByRole('link', { name: 'Show the events' }), () =>
    expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeAttached(),
  );

  await askWeather(agent, 'Oslo');
  await page.goto(`${crowsnest.origin}/dashboard/sessions?filter=client:crew`);
  const dialog = page.getByRole('dialog');
  await press(button(page, 'End all 1 open…'), () => expect(dialog.getByLabel('Reason')).toBeFocused());
  await press(dialog.getByRole('button', { name: 'Keep them' }), () => expect(dialog).toBeHidden());
  await press(button(page, 'End all 1 open…'), () => expect(dialog.getByLabel('Reason')).toBeFocused());
  await agent.transport.terminateSession();
  await expect(page.getByText('closed (client)')).toBeVisible();
  await page.keyboard.press('Enter');
  await press(dialog.getByRole('button', { name: 'Yes, end 1 session' }), () =>
    expect(dialog).toContainText('has ended already'),
  );
  await press(dialog.getByRole('button', { name: 'Close' }), () => expect(dialog).toBeHidden());
  await press(button(page, 'Dismiss'), () => expect(button(page, 'Dismiss')).toHaveCount(0));
});

test.describe('with payloads', () => {
  test.use({ environment: { CROWSNEST_PAYLOADS: 'redacted' } });

  test('the keyboard walks the calls of a session, copies what they hold, and goes back', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    const agent = await crowsnest.connectAgent('crew');
    await askWeather(agent, 'Oslo', 'Atlantis');
    await lookout.openSignedIn(crowsnest);
    await page.goto(`${crowsnest.origin}/dashboard/sessions/${agent.transport.sessionId}`);
    const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link');
    await expect(calls).toHaveCount(2);
    await press(button(page, 'Copy link'), expectCopied(page, /sessions\//));
    await press(page.getByLabel('Only failures'), () => expect(calls).toHaveCount(1), 'Space');
    await press(page.getByLabel('Only failures'), () => expect(calls).toHaveCount(2), 'Space');

    const panel = page.getByRole('complementary', { name: 'Call' });
    const of = (name: string | RegExp) => panel.getByRole('button', { name, exact: true });
    const sent = panel.getByRole('tree', { name: 'Arguments' });
    await press(calls.last(), () => expect(sent).toContainText('"Atlantis"'));
    await press(of('Copy error'), expectCopied(page, 'Unknown city'));
    await press(of('The call before'), () => expect(sent).toContainText('"Oslo"'));
    await press(of('The next call'), () => expect(sent).toContainText('"Atlantis"'));
    await press(of('Copy as JSON'), expectCopied(page, /"type": "tool:error"/));
    await press(of('Copy as tools/call'), expectCopied(page, /"method": "tools\/call"/));
    await press(of('Copy link'), expectCopied(page, /call=/));
    await press(of('Copy').first(), expectCopied(page, /^\{\s+"city": "Atlantis"\s+\}$/));
    const around = panel.getByRole('list', { name: 'Around it in this session' }).getByRole('link');
    await press(around.first(), () => expect(sent).toContainText('"Oslo"'));
    await sent.focus();
    await page.keyboard.press('Control+c');
    await expectCopied(page, 'Oslo')();
    await press(of(/^Close/), () => expect(panel).toHaveCount(0));
    await press(page.getByRole('main').getByRole('link', { name: 'Sessions' }), () =>
      expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible(),
    );
    await page.goto(`${crowsnest.origin}/dashboard/sessions/nobody`);
    await press(page.getByRole('link', { name: 'Go to the sessions' }), () =>
      expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible(),
    );
  });
});

test('the keyboard pauses the feed, takes what is new, and closes a row and the exports', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await lookout.openSignedIn(crowsnest);
  await lookout.seeSignIn();
  await expect(lookout.rows.first()).toContainText('done');
  await press(button(page, /^Pause/), () => expect(button(page, /^Resume/)).toBeFocused());
  await askWeather(agent, 'Lima');
  await press(button(page, '1 new'), () => expect(lookout.rows).toHaveCount(3));
  await page.keyboard.press('j');
  const detail = page.getByRole('region', { name: 'get_current_weather' });
  await expect(detail).toBeVisible();
  await press(detail.getByRole('button', { name: 'Copy as JSON' }), expectCopied(page, /"tool:done"/));
  await press(detail.getByRole('button', { name: /^Close/ }), () => expect(detail).toHaveCount(0));
  await press(page.getByText('Export', { exact: true }), () =>
    expect(page.getByRole('link', { name: 'The last hour as CSV' })).toBeVisible(),
  );
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Export', { exact: true })).toBeFocused();
});
