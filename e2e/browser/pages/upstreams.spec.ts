import { connectLegacyClient } from '#testing';
import { stdioFaultServer } from '../../support/fault-server/fault-server.ts';
import { readAll } from '../../support/server/admin-api.ts';
import { expectNoFindings } from '../support/axe.ts';
import { expect, test } from '../support/crowsnest.ts';

test.describe('the page of upstreams, where a server stands behind Crowsnest,', () => {
  // Each server has a row of its own for it: below are those of two.
  test.use({ instances: 1, holding: { upstreams: { faulty: stdioFaultServer() } } });

  test('shows what becomes of it, what it writes, and restarts it', async ({ page, harbor, lookout }) => {
    const agent = await connectLegacyClient(`${harbor.origin}/mcp/faulty`, { name: 'crew' });
    await agent.callTool({ name: 'garbage', arguments: {} });
    await agent.callTool({ name: 'speak-and-die', arguments: {} }).catch(() => undefined);
    // Until its end is known, the next call would go to the process that has ended.
    const known = async (): Promise<string[]> => (await readAll(harbor.origin, '0')).map(({ type }) => type);
    await expect.poll(known).toContain('upstream:down');
    await agent.callTool({ name: 'echo', arguments: {} });
    await lookout.openSignedIn(harbor);
    await page.getByRole('link', { name: 'Upstreams' }).press('Enter');
    const row = page.getByRole('row', { name: 'faulty stdio' });
    await expect(row).toContainText('up');
    await page.getByText('What faulty writes to stderr').press('Enter');
    await expect(page.getByLabel('stderr of faulty')).toContainText('out of memory');
    await expect(page.getByLabel('stderr of faulty')).not.toContainText('hunter2');
    await page.getByText('4 lines on stdout of faulty are no messages').press('Enter');
    await expect(page.getByLabel('Stray lines of faulty')).toBeVisible();
    await expectNoFindings(page, 'upstreams');
    const pid = async () => JSON.stringify(await agent.callTool({ name: 'pid', arguments: {} }));
    const before = await pid();
    // A call that the restart meets has no answer.
    const pidNow = () => pid().catch(() => before);
    const restart = page.getByRole('button', { name: 'Restart faulty' });
    await restart.press('Enter');
    await expect(page.getByRole('button', { name: 'Keep running' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(restart).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Keep running' })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('button', { name: 'Confirm the restart of faulty' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect.poll(pidNow).not.toBe(before);
    await expect(restart).toBeFocused();
    await row
      .getByRole('link', { name: /restarts of faulty, show its failures and returns$/ })
      .press('Enter');
    await expect(page).toHaveURL(
      ({ searchParams }) => searchParams.get('filter') === 'upstream:faulty type:upstream:*',
    );
    await page.goBack();
    await row.getByRole('link', { name: /sessions of faulty, show them$/ }).press('Enter');
    await expect(page).toHaveURL(({ searchParams }) => searchParams.get('filter') === 'upstream:faulty');
    await agent.close();
  });
});

test.describe('the page of upstreams over two servers', () => {
  const CROWSNEST_UPSTREAMS = JSON.stringify({ faulty: stdioFaultServer() });
  test.use({ instances: 2, environment: { CROWSNEST_UPSTREAMS } });

  test('shows those of both, and restarts one in both', async ({ page, crowsnest, lookout }) => {
    await lookout.openSignedIn(crowsnest);
    await page.getByRole('link', { name: 'Upstreams' }).press('Enter');
    const rows = page.getByRole('row', { name: /^faulty stdio/ });
    await expect(rows).toHaveCount(2);
    await expectNoFindings(page, 'upstreams of two servers');
    await rows
      .first()
      .getByRole('button', { name: /^Restart faulty in/ })
      .press('Enter');
    await page.getByRole('button', { name: /^Restart faulty in all instances/ }).press('Enter');
    const restarts = async () =>
      (await readAll(crowsnest.origin, '0')).filter(({ type }) => type === 'admin:upstream-restart');
    await expect
      .poll(async () => (await restarts()).map(({ data }) => data))
      .toMatchObject([{ upstream: 'faulty', outcome: 'done' }]);
  });
});

test('the pages do not name upstreams where there are none', async ({ page, crowsnest, lookout }) => {
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/upstreams'));
  await lookout.openSignedIn(crowsnest);
  expect((await asked).status()).toBe(200);
  await expect(page.getByRole('link', { name: 'Upstreams' })).toHaveCount(0);
});
