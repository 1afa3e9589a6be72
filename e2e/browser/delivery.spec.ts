import { readdir, readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

import { expect, test } from './crowsnest.ts';

/** Maximum number of bytes that the first visit transfers, compressed with Brotli. */
const BUDGET_BYTES = 120 * 1024;
const BUILT = 'dist/console/browser';

test('the first visit transfers at most 120 KiB', async () => {
  const files = (await readdir(BUILT)).filter((name) => /\.(html|js|css)$/.test(name));
  expect(files.length).toBeGreaterThanOrEqual(3);
  const sizes = await Promise.all(
    files.map(async (name) => brotliCompressSync(await readFile(`${BUILT}/${name}`)).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: 'brotli', description: `${total} bytes` });
  expect(total).toBeLessThanOrEqual(BUDGET_BYTES);
});

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
  const assets = [...headers].filter(([path]) => /-[A-Z0-9]{8}\.(js|css)$/.test(path));
  expect(assets.length).toBeGreaterThanOrEqual(2);
  for (const [, asset] of assets) expect(asset['cache-control']).toMatch(/max-age=31536000.*immutable/);
});
