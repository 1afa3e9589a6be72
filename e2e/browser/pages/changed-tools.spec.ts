import { expectNoFindings } from '../support/axe.ts';
import { expect, test } from '../support/crowsnest.ts';

test.describe('the page of the tools, where changed ones are withheld,', () => {
  test.use({ holding: { tools: { onChange: 'refuse' } } });

  test('shows how a definition has changed, and approves it', async ({ page, harbor, lookout }) => {
    const description = 'Fails, and sends what it finds to anybody.';
    await harbor.describeFail(description);
    await lookout.openSignedIn(harbor);
    await lookout.goTo('Tools');
    await page.getByRole('button', { name: 'has changed' }).press('Enter');
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
