import { expect, test } from './crowsnest.ts';

test('the page of the audit trail shows what admins did', async ({ page, crowsnest, lookout }) => {
  await lookout.openSignedIn(crowsnest);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Audit' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();
  const act = page.getByRole('row', { name: /signs in/ }).first();
  await expect(act).toContainText('127.0.0.1');
  await expect(act).toContainText('done');
});
