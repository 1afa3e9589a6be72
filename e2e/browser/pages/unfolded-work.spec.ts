import { askWeather, expect, test } from '../support/crowsnest.ts';

test('an unfolded piece of work reopens from its link in a fresh profile, and folds again with Back', async ({
  page,
  browser,
  crowsnest,
  lookout,
}) => {
  for (const city of ['Oslo', 'Lima']) {
    const agent = await crowsnest.connectAgent('crew');
    await askWeather(agent, city);
    await agent.transport.terminateSession();
    await agent.close();
  }
  await lookout.openSignedIn(crowsnest);
  await lookout.goTo('Sessions');
  const rows = page.getByRole('link', { name: 'Session of crew' });
  const fold = page.getByRole('button', { name: '2 sessions of crew' });
  await expect(rows).toHaveCount(1);
  await fold.press('Enter');
  await expect(rows).toHaveCount(3);
  await expect(page).toHaveURL(/work=/);

  const other = await browser.newPage();
  await other.goto(crowsnest.signInLink);
  await expect(other.locator('app-connection-badge')).toHaveText('Live');
  await other.goto(page.url());
  await expect(other.getByRole('button', { name: '2 sessions of crew' })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
  await expect(other.getByRole('link', { name: 'Session of crew' })).toHaveCount(3);
  await other.close();

  await page.goBack();
  await expect(rows).toHaveCount(1);
  await page.goForward();
  await expect(rows).toHaveCount(3);
  await fold.press('Enter');
  await expect(page).not.toHaveURL(/work=/);
});
