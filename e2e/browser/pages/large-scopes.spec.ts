import { EventLog, EventPublisher } from '#events';
import { ADMIN_TOKEN } from '../../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../../support/server/test-application.ts';
import { expect, test } from '../support/crowsnest.ts';
import { press } from '../support/press.ts';

const SESSIONS = 10_000;
const CALLS = 10_000;
/** Of more events than the page of a session reads by itself. */
const MANY_CALLS = 15_500;
const TOOLS = 1_000;

/** Opens sessions of as many agents, each with one call. */
async function openSessions({ app }: TestApplication): Promise<void> {
  const publisher = app.get(EventPublisher);
  for (let n = 1; n <= SESSIONS; n += 1) {
    // Sessions of the same millisecond are in the order of their ids.
    const number = String(n).padStart(5, '0');
    const of = { sessionId: `session-${number}`, tenantId: 'default' };
    const call = { callId: `call-${number}`, tool: 'search' };
    const client = { name: `agent-${number}`, version: '1.0' };
    publisher.publish({
      ...of,
      type: 'session:open',
      data: { origin: 'protocol', client, protocolVersion: '2025-11-25' },
    });
    publisher.publish({ ...of, type: 'tool:start', data: call });
    publisher.publish({ ...of, type: 'tool:done', data: { ...call, durationMs: 20 } });
    if (n % 500 === 0) await app.get(EventLog).flush();
  }
}

/** Makes calls of 1,000 tools in one session. The last call fails with a message of 2 MB. */
async function makeCalls({ app }: TestApplication, count = CALLS): Promise<void> {
  const publisher = app.get(EventPublisher);
  const of = { sessionId: 'long', tenantId: 'default' };
  publisher.publish({
    ...of,
    type: 'session:open',
    data: { origin: 'protocol', client: { name: 'agent', version: '1.0' }, protocolVersion: '2025-11-25' },
  });
  for (let n = 0; n < count; n += 1) {
    const call = { callId: `call-${n}`, tool: `tool-${String(n % TOOLS).padStart(4, '0')}` };
    const end = { ...call, durationMs: 20 };
    publisher.publish({ ...of, type: 'tool:start', data: call });
    if (n < count - 1) publisher.publish({ ...of, type: 'tool:done', data: end });
    else
      publisher.publish({
        ...of,
        type: 'tool:error',
        data: { ...end, kind: 'tool', error: 'long '.repeat(400_000) },
      });
    if (n % 500 === 499) await app.get(EventLog).flush();
  }
}

test('a few of 10,000 open sessions are rendered, and keys lead to the last one, its page and the first one', async ({
  page,
  lookout,
}) => {
  const server = await startApplication([]);
  await openSessions(server);
  await page.goto(`${server.origin}/dashboard/sessions#token=${ADMIN_TOKEN}`);
  await expect(lookout.connection).toHaveText('Live');
  const rows = page.locator('tbody tr[aria-rowindex]');
  const list = page.getByRole('region', { name: 'Sessions' });
  await expect(rows.first()).toContainText('agent-10000');
  expect(await rows.count()).toBeLessThan(100);

  await list.focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: 'Session of agent-00001,' })).toBeFocused();
  await expect(rows.last()).toHaveAttribute('aria-rowindex', String(SESSIONS + 1));
  expect(await rows.count()).toBeLessThan(100);
  await page.keyboard.press('Home');
  await expect(page.getByRole('link', { name: 'Session of agent-10000,' })).toBeFocused();
  expect(await rows.count()).toBeLessThan(100);
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: 'Session of agent-00001,' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^agent-00001 / })).toBeVisible();
  await server.app.close();
});

test('a session of 10,000 calls, an error of 2 MB and 1,000 tools are shown in parts, each of which can be reached', async ({
  page,
  lookout,
}) => {
  const server = await startApplication([]);
  await makeCalls(server);
  await page.goto(`${server.origin}/dashboard/sessions/long#token=${ADMIN_TOKEN}`);
  await expect(lookout.connection).toHaveText('Live');
  const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link');
  await page.getByRole('region', { name: 'Calls' }).focus();
  await page.keyboard.press('End');
  await expect(calls.last()).toHaveAccessibleName(/^tool-0999, error/);
  // The earlier calls are read meanwhile, and what is in view stays.
  await expect(page.getByRole('main').locator('.part-note')).toHaveText('10,000', { timeout: 60_000 });
  await expect(calls.last()).toHaveAccessibleName(/^tool-0999, error/);
  expect(await calls.count()).toBeLessThan(100);
  await page.keyboard.press('Home');
  await expect(calls.first()).toHaveAccessibleName(/^tool-0000, done/);
  await page.keyboard.press('End');
  await expect(calls.last()).toHaveAccessibleName(/^tool-0999, error/);
  await calls.last().press('Enter');
  const error = page.getByRole('complementary', { name: 'Call' }).getByRole('region', { name: 'Error' });
  const more = error.getByRole('button', { name: /^Show more, 1,9\d\d,\d{3} characters/ });
  await expect(more).toBeVisible();
  expect((await error.textContent())?.length).toBeLessThan(10_000);
  await more.press('Enter');
  await expect.poll(async () => (await error.textContent())?.length).toBeGreaterThan(40_000);
  await expect(more).toBeFocused();

  await page.goto(`${server.origin}/dashboard/tools`);
  const tools = page.getByRole('table', { name: 'Tools' }).getByRole('rowheader');
  await expect(page.getByText('1,000 called')).toBeVisible();
  expect(await tools.count()).toBeLessThan(100);
  await page.getByRole('button', { name: 'Tool', exact: true }).press('Enter');
  await expect(tools.first()).toContainText('tool-0000');
  await page.getByRole('button', { name: 'Tool', exact: true }).press('Enter');
  await expect(tools.first()).toContainText('tool-0999');
  await page.getByRole('region', { name: 'Tools' }).focus();
  await page.keyboard.press('End');
  const last = page.getByRole('button', { name: 'tool-0000' });
  await expect(last).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Slowest calls' }).getByRole('listitem')).toHaveCount(8);
  await page.keyboard.press('Home');
  await expect(page.getByRole('button', { name: 'tool-0999' })).toBeFocused();
  // What is open stays rendered, so that its height is known.
  await expect(last).toHaveAttribute('aria-expanded', 'true');
  expect(await tools.count()).toBeLessThan(100);
  await server.app.close();
});

test('the earliest calls of a session of 31,000 events are read when a key asks for them', async ({
  page,
  lookout,
}) => {
  const server = await startApplication([]);
  await makeCalls(server, MANY_CALLS);
  await page.goto(`${server.origin}/dashboard/sessions/long#token=${ADMIN_TOKEN}`);
  await expect(lookout.connection).toHaveText('Live');
  const note = page.getByRole('main').locator('.part-note');
  await expect(note).toHaveText(/^\s*15,100\s+the newest ones/, { timeout: 60_000 });
  const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link');
  const earlier = page.getByRole('button', { name: 'Read earlier ones' });
  await press(earlier, () => expect(note).toHaveText('15,500', { timeout: 60_000 }));
  await expect(earlier).toHaveCount(0);
  await page.getByRole('region', { name: 'Calls' }).focus();
  await page.keyboard.press('Home');
  await expect(calls.first()).toHaveAccessibleName(/^tool-0000, done/);
  await server.app.close();
});
