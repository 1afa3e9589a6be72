import type { Page } from '@playwright/test';
import type { AlertReceiver, AlertsModuleOptions } from '#alerts';
import { expectNoFindings } from '../support/axe.ts';
import { expect, test, type ConsolePage } from '../support/crowsnest.ts';
import type { HoldingServer } from '../support/holding-server.ts';
import { press } from '../support/press.ts';
import { overflow, unreachable } from '../support/reach.ts';

const MINUTE = 60_000;

/** Nobody is told at a private address, unless its receiver allows that. */
const DESK: AlertReceiver = { name: 'desk', form: 'slack', url: 'https://127.0.0.1:1/', allowPrivate: false };

const ALERTS: AlertsModuleOptions = {
  rules: [
    {
      name: 'failures',
      kind: 'error-rate',
      severity: 'critical',
      filter: 'tool:fail',
      forMs: 0,
      windowMs: 60 * MINUTE,
      minimum: 1,
      above: 0.5,
    },
    { name: 'stuck', kind: 'stuck-call', severity: 'warning', forMs: 0, receivers: [] },
  ],
  receivers: [DESK],
};

/** Opens the page of alerts, once two of them fire. */
async function openAlerts(page: Page, harbor: HoldingServer, lookout: ConsolePage): Promise<void> {
  const agent = await harbor.connectAgent();
  await agent.callTool({ name: 'fail', arguments: {} });
  void agent.callTool({ name: 'hold', arguments: {} }).catch(() => undefined);
  await lookout.openSignedIn(harbor);
  const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Alerts' });
  await expect(link).toHaveText(/Alerts\s*2 firing/);
  await link.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
}

test.describe('the page of alerts', () => {
  test.use({ holding: { alerts: ALERTS, stats: { stuckMs: 1_000 } } });

  const rowOf = (page: Page, table: string, name: string | RegExp) =>
    page.getByRole('table', { name: table }).getByRole('row', { name });

  test('leaves room for every page and the way out, at any width of a tablet', async ({
    page,
    harbor,
    lookout,
  }) => {
    await openAlerts(page, harbor, lookout);
    for (const width of [768, 900, 1023, 1024]) {
      await page.setViewportSize({ width, height: 1024 });
      await expect.poll(() => overflow(page), `at ${width} pixels`).toBe(0);
      await expect(page.getByRole('button', { name: 'Sign out' })).toBeInViewport({ ratio: 1 });
    }
    harbor.release();
  });

  test('shows what fires, the history with who was told, and the rules', async ({
    page,
    harbor,
    lookout,
  }) => {
    await openAlerts(page, harbor, lookout);
    await expect(rowOf(page, 'Firing now', /failures/)).toContainText('100%, above 50%');
    const stuck = rowOf(page, 'Firing now', /stuck/);
    await expect(stuck).toContainText('call of hold');
    await expect(rowOf(page, 'History', /failures/)).toContainText(
      /desk: not sent\s*127.0.0.1 is at a private address/,
    );
    await expect(rowOf(page, 'History', /stuck/)).toContainText('nobody');
    await expect(rowOf(page, 'Rules', /failures/)).toContainText(
      'more than 50% of the calls fail, in 1h with 1 or more, where tool:fail',
    );
    await expectNoFindings(page, 'the page of alerts');
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => overflow(page)).toBeLessThanOrEqual(0);
    expect(await unreachable(page)).toEqual([]);
    await page.setViewportSize({ width: 1_280, height: 800 });
    await stuck.getByRole('link', { name: 'call of hold' }).press('Enter');
    await expect(page.getByRole('complementary', { name: 'Call' })).toContainText('hold');
    harbor.release();
  });

  test('silences an alert with a reason, and ends the silence', async ({ page, harbor, lookout }) => {
    await openAlerts(page, harbor, lookout);
    const silenced = page.getByRole('button', { name: 'Silence failures' });
    await silenced.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(silenced).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await dialog.getByLabel('For').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('the hold is being emptied');
    await expectNoFindings(page, 'the dialog of a silence');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    const silence = rowOf(page, 'Silences', /failures/);
    await expect(silence).toContainText('the hold is being emptied');
    await expect(silence).toContainText('in 3 h 5');
    await expect(rowOf(page, 'Firing now', /failures/)).toContainText('silenced');
    // The button has gone with the alert that fired: what follows goes on from the list.
    const list = page.getByRole('region', { name: 'Alerts' });
    await expect(list).toBeFocused();
    await silence.getByRole('button', { name: 'End the silence of failures' }).press('Enter');
    await expect(silence).toHaveCount(0);
    await expect(list).toBeFocused();
    await expect(rowOf(page, 'Firing now', /failures/)).not.toContainText('silenced');
    harbor.release();
  });

  test('silences one of two alerts of a rule, and leaves the other one', async ({
    page,
    harbor,
    lookout,
  }) => {
    await openAlerts(page, harbor, lookout);
    const second = await harbor.connectAgent('other');
    void second.callTool({ name: 'hold', arguments: {} }).catch(() => undefined);
    const stuck = page.getByRole('table', { name: 'Firing now' }).getByRole('row', { name: /stuck/ });
    await expect(stuck).toHaveCount(2);
    const dialog = page.getByRole('dialog', { name: 'Silence stuck' });
    await stuck.first().getByRole('button', { name: 'Silence stuck call of hold' }).press('Enter');
    await press(
      dialog.getByLabel('Only the call of hold'),
      () => expect(dialog.getByLabel('Only the call of hold')).toBeChecked(),
      'Space',
    );
    await dialog.getByLabel('Reason').focus();
    await page.keyboard.type('it is known');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(stuck.filter({ hasText: 'silenced' })).toHaveCount(1);
    await expect(stuck.getByRole('button', { name: 'Silence stuck call of hold' })).toHaveCount(1);
    await expect(rowOf(page, 'Silences', /^in .* stuck, call /)).toContainText('it is known');
    harbor.release();
  });

  test('tries a rule on the last day, sets it, and deletes it', async ({ page, harbor, lookout }) => {
    await openAlerts(page, harbor, lookout);
    const create = page.getByRole('button', { name: 'New rule…' });
    await create.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('any failure');
    await dialog.getByLabel('Above').fill('much');
    await dialog.getByLabel('Calls at least').fill('1');
    const preview = dialog.getByRole('button', { name: 'Preview the last day' });
    await preview.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('"above" is not a number');
    await expect(preview).toBeFocused();
    await dialog.getByLabel('Above').fill('10');
    await preview.press('Enter');
    await expect(dialog).toContainText('It would have fired once in the last day: highest value 100%');
    await expect(preview).toBeFocused();
    await expectNoFindings(page, 'the dialog of a rule');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(create).toBeFocused();
    const rule = rowOf(page, 'Rules', /any failure/);
    await expect(rule).toContainText('more than 10% of the calls fail, in 5m with 1 or more');
    await rule.getByRole('button', { name: 'Edit the rule any failure' }).press('Enter');
    await expect(dialog.getByLabel('Name')).toHaveValue('any failure');
    await dialog.getByRole('button', { name: 'Delete' }).press('Enter');
    await dialog.getByRole('button', { name: 'Yes, delete it' }).press('Enter');
    await expect(rule).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Alerts' })).toBeFocused();
    harbor.release();
  });
});
