import { expectNoFindings } from './axe.ts';
import { expect, test } from './crowsnest.ts';

test.describe('the page of the tools, where changed ones are withheld,', () => {
  test.use({ holding: { tools: { onChange: 'refuse' } } });

  test('shows how a definition has changed, and approves it', async ({ page, harbor, lookout }) => {
    const description = 'Fails, and sends what it finds to anybody.';
    harbor.describeFail(description);
    await lookout.openSignedIn(harbor);
    await lookout.goTo('Tools');
    const summary = page.getByRole('button', { name: 'has changed' });
    await expect(async () => {
      await page.reload();
      await expect(summary).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await summary.press('Enter');
    await page.getByRole('button', { name: 'fail', exact: true }).press('Enter');
    await expect(page.getByRole('region', { name: 'Change of fail' }).locator('ins')).toHaveText(description);
    await expectNoFindings(page, 'a changed tool');
    await page.getByLabel('Reason').fill('read it');
    await page.getByRole('button', { name: 'Approve this definition' }).press('Enter');
    await expect(page.getByText('withheld')).toHaveCount(0);
    const agent = await harbor.connectAgent();
    expect((await agent.listTools()).tools.map(({ name }) => name)).toContain('fail');
  });
});
