import { askWeather, expect, test } from '../support/crowsnest.ts';
import { pressInTurn } from '../support/key-sequence.ts';

// Every test here uses the keyboard alone.

test('keys lead to every page, and a link that is copied there shows the same in a fresh browser', async ({
  page,
  browser,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Atlantis');
  await expect(lookout.figure('calls')).toHaveText('2');
  await pressInTurn(page, 'g', 't');
  await expect(page.getByRole('heading', { level: 1, name: 'Tools' })).toBeVisible();
  await expect(page).toHaveTitle('Tools · Crowsnest');
  await page.getByRole('button', { name: 'p99' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'p99', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(page).toHaveURL(/\/dashboard\/tools\?sort=-p99$/);

  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(crowsnest.signInLink);
  await expect(other.locator('app-connection-badge')).toHaveText('Live');
  await other.goto(page.url());
  await expect(other.getByRole('columnheader', { name: 'p99', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await fresh.close();

  await pressInTurn(page, 'g', 's');
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Tools' })).toBeVisible();
});

test('the first key stop skips to the content, and the row of pages is walked with Tab and Enter', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.getByRole('link', { name: 'Sessions', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sessions', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('the help sheet names every key, opens and closes with keys, and switches them off', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.rows).toHaveCount(2);
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await page.keyboard.press('?');
  await expect(sheet).toBeVisible();
  for (const does of ['Pause or resume the feed', 'Go to Sessions', 'Show the keys']) {
    await expect(sheet).toContainText(does);
  }
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await page.getByRole('button', { name: 'Keys' }).focus();
  await page.keyboard.press('Enter');
  await sheet.getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keys' })).toBeFocused();
  await page.keyboard.press('?');
  await page.reload();
  await expect(lookout.connection).toHaveText('Live');
  await page.keyboard.press('?');
  await expect(page.getByRole('button', { name: /^Pause/ })).toBeVisible();
  await expect(sheet).toBeHidden();
});

test('the space bar pauses the feed, the pill counts what is new, and J shows all of a row', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.rows).toHaveCount(2);
  await expect(lookout.rows.first()).toContainText('done');
  await lookout.seeSignIn();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Resume/ })).toBeVisible();
  await askWeather(agent, 'Lima', 'Atlantis');
  await expect(page.getByRole('button', { name: '2 new' })).toBeVisible();
  await expect(lookout.rows).toHaveCount(2);
  await page.keyboard.press('Space');
  await expect(lookout.rows).toHaveCount(4);
  await page.keyboard.press('j');
  await expect(page.getByRole('region', { name: 'get_current_weather' })).toContainText('tool:error');
  await expect(page).toHaveURL(/\?event=[\d-]+$/);
  const address = page.url();
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/event=/);
  await page.goto(address);
  await expect(page.getByRole('region', { name: 'get_current_weather' })).toContainText('Unknown city');
});

test('the filter is completed, applied, kept in the link, and cleared again', async ({
  page,
  browser,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo', 'Atlantis', 'Lima');
  await expect(lookout.rows).toHaveCount(4);
  const field = page.getByRole('combobox', { name: 'Filter' });
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('tool:get');
  await expect(page.getByRole('option', { name: 'get_current_weather' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(lookout.rows).toHaveCount(3);
  await page.keyboard.type('is:error');
  await page.keyboard.press('Enter');
  await expect(lookout.rows).toHaveCount(1);
  await expect(lookout.rows).toContainText('Unknown city "Atlantis"');

  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(crowsnest.signInLink);
  await expect(other.locator('app-connection-badge')).toHaveText('Live');
  await other.goto(page.url());
  await expect(other.getByRole('region', { name: 'Feed' }).getByRole('listitem')).toHaveCount(1);
  await fresh.close();

  await page.keyboard.type('colour:red');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is no key "colour"')).toBeVisible();
  expect(await page.evaluate('getSelection()?.toString()')).toBe('colour:');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Backspace');
  await expect(field).toHaveValue('is:error');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await expect(lookout.rows).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main')).toBeFocused();
  await pressInTurn(page, 'g', 's');
  await expect(page).toHaveURL(/sessions\?filter=tool:get_current_weather$/);
});

test('the palette finds pages and tools, a filter is saved and found again, and times are shown in UTC', async ({
  page,
  crowsnest,
  lookout,
}) => {
  await lookout.openSignedIn(crowsnest);
  const agent = await crowsnest.connectAgent();
  await askWeather(agent, 'Oslo');
  await expect(lookout.figure('calls')).toHaveText('1');
  const palette = page.getByRole('dialog', { name: 'Do or find anything' });
  const find = async (...words: string[]): Promise<void> => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    for (const word of words) await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
  };
  await find('go to tools');
  await expect(page.getByRole('heading', { level: 1, name: 'Tools' })).toBeVisible();
  await find('get_current');
  await expect(page).toHaveURL(/filter=tool:get_current_weather/);

  await page.getByRole('button', { name: 'Saved filters' }).press('Enter');
  const saved = page.getByRole('dialog', { name: 'Saved filters' });
  await saved.getByRole('button', { name: 'Save this filter' }).press('Enter');
  await expect(saved.getByRole('listitem')).toHaveText(/tool:get_current_weather/);
  await page.keyboard.press('Escape');
  await expect(saved).toBeHidden();
  await page.getByRole('button', { name: 'Clear' }).press('Enter');
  await expect(page).not.toHaveURL(/filter=/);
  await page.reload();
  await expect(lookout.connection).toHaveText('Live');
  await find('saved filter');
  await expect(page).toHaveURL(/filter=tool:get_current_weather/);

  await find('time zone utc');
  await expect(page.getByRole('button', { name: 'Display UTC' })).toBeVisible();
  await agent.close();
});
