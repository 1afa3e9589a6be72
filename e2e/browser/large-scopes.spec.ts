import { EventLog, EventPublisher } from '#events';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { expect, test } from './crowsnest.ts';

const SESSIONS = 10_000;

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
