import { expect, test } from '@playwright/test';
import type { Server } from 'node:http';
import { serveSite } from '../../support/docs/site.ts';

let origin: string;
let server: Server;

test.beforeAll(async () => {
  ({ origin, server } = await serveSite());
});

test.afterAll(() => server.close());

test('the documentation is searched and read without a request to anybody else', async ({ page }) => {
  const elsewhere: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/docs/`) && !request.url().startsWith('data:'))
      elsewhere.push(request.url());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`${origin}/docs/`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Crowsnest');
  await page.getByRole('link', { name: 'Start', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Start');

  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('CROWSNEST_AUDIT_MAX_AGE_MS');
  await page.getByRole('option').first().click();
  await expect(page.getByRole('main')).toContainText('CROWSNEST_AUDIT_MAX_AGE_MS');
  expect({ elsewhere, errors }).toEqual({ elsewhere: [], errors: [] });
});

test('a document of the reference is a file that a program can fetch', async ({ page }) => {
  await page.goto(`${origin}/docs/reference/routes.html`);
  await page.getByRole('link', { name: 'OpenAPI' }).click();
  await expect(page).toHaveURL(`${origin}/docs/openapi.json`);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`no page of a phone is wider than its screen, in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['', 'start.html', 'reference/configuration.html', 'reference/events.html']) {
      await page.goto(`${origin}/docs/${path}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });
