import { connectLegacyClient } from '#testing';

import { askWeather, expect, test } from '../support/crowsnest.ts';

const LONG = `a-client-whose-name-goes-on-${'and-on-'.repeat(20)}to-its-end`;

test('a name that is cut is read in full with the keyboard, and Escape takes it away again', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await askWeather(await connectLegacyClient(crowsnest.origin, { name: LONG }), 'Oslo');
  await askWeather(await crowsnest.connectAgent('short'), 'Oslo');
  await lookout.openSignedIn(crowsnest);
  const bubble = page.locator('app-text-bubble');
  await lookout.goTo('Clients');
  await page.getByRole('rowheader', { name: LONG }).focus();
  await expect(bubble).toBeVisible();
  await expect(bubble).toHaveText(new RegExp(`^${LONG} `));
  await page.keyboard.press('Escape');
  await expect(bubble).toBeHidden();
  await expect(page.getByRole('rowheader', { name: 'short' })).not.toHaveAttribute('tabindex');

  await lookout.goTo('Sessions');
  await page.getByRole('link', { name: `Session of ${LONG}` }).focus();
  await expect(bubble).toHaveText(LONG);
  await page.keyboard.press('Tab');
  await expect(bubble).toBeHidden();
});

test.describe('on a touch screen', () => {
  test.use({ hasTouch: true, viewport: { width: 820, height: 1180 } });

  test('a tap on a name that is cut shows all of it, within the window', async ({
    page,
    crowsnest,
    lookout,
  }) => {
    await askWeather(await connectLegacyClient(crowsnest.origin, { name: LONG }), 'Oslo');
    await lookout.openSignedIn(crowsnest);
    await lookout.goTo('Clients');
    await page.getByRole('rowheader', { name: LONG }).tap();
    const bubble = page.locator('app-text-bubble');
    await expect(bubble).toHaveText(new RegExp(`^${LONG} `));
    await expect(bubble).toBeInViewport({ ratio: 1 });
    await page.getByRole('heading', { level: 1, name: 'Clients' }).tap();
    await expect(bubble).toBeHidden();
  });
});
