import { expect, test } from '../support/crowsnest.ts';

test('the browser revalidates the page and caches its hashed assets', async ({
  page,
  crowsnest,
  lookout,
}) => {
  const headers = new Map<string, Record<string, string>>();
  page.on('response', (response) => headers.set(new URL(response.url()).pathname, response.headers()));
  await lookout.openSignedIn(crowsnest);
  const index = headers.get('/dashboard/');
  expect(index?.['cache-control']).toBe('no-cache');
  expect(index?.['content-security-policy']).toContain("default-src 'none'");
  expect(index?.['content-security-policy']).not.toContain('unsafe');
  const assets = [...headers].filter(([path]) => /\.(js|css|woff2)$/.test(path));
  expect(assets.length).toBeGreaterThanOrEqual(4);
  for (const [, asset] of assets) expect(asset['cache-control']).toMatch(/max-age=31536000.*immutable/);
});
