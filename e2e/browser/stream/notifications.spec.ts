import { askWeather, ConsolePage, expect, test } from '../support/crowsnest.ts';
import { show } from '../support/visibility.ts';

test('events of a saved filter notify once for all tabs in the background, and only once that is chosen', async ({
  page,
  context,
  crowsnest,
  lookout,
}) => {
  await context.grantPermissions(['notifications']);
  const shown: string[][] = [];
  await context.exposeFunction('notified', (...texts: string[]) => void shown.push(texts));
  await context.addInitScript(`
    globalThis.Notification = class extends Notification {
      constructor(title, options) { super(title, options); notified(title, options.body); }
    };
  `);
  await lookout.openSignedIn(crowsnest);
  const other = new ConsolePage(await context.newPage());
  await other.openSignedIn(crowsnest);
  await other.page.keyboard.press('/');
  await other.page.keyboard.type('is:error');
  await other.page.keyboard.press('Enter');
  await other.page.getByRole('button', { name: 'Saved filters' }).press('Enter');
  const saved = other.page.getByRole('dialog', { name: 'Saved filters' });
  await saved.getByRole('button', { name: 'Save this filter' }).press('Enter');
  const agent = await crowsnest.connectAgent();
  const inBackground = async (city: string): Promise<void> => {
    for (const tab of [page, other.page]) await show(tab, 'hidden');
    await askWeather(agent, city);
    // Each tab has the event, and has done with it.
    for (const { rows } of [lookout, other]) await expect(rows.filter({ hasText: city })).toHaveCount(1);
    for (const tab of [page, other.page]) await show(tab, 'visible');
  };

  await inBackground('Atlantis');
  expect(shown).toEqual([]);
  await saved.getByRole('checkbox', { name: /Notify/ }).press('Space');
  await expect(saved.getByRole('checkbox', { name: /Notify/ })).toBeChecked();
  await inBackground('Nowhere');
  await expect.poll(() => shown).toEqual([['1 event', 'is:error']]);
  await page.close();
  await show(other.page, 'hidden');
  await askWeather(agent, 'Ys', 'Oslo');
  await expect
    .poll(() => shown)
    .toEqual([
      ['1 event', 'is:error'],
      ['1 event', 'is:error'],
    ]);
});
