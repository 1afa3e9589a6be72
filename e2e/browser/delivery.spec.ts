import { readdir, readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

import { expect, test } from './crowsnest.ts';

/** Maximum transfers, compressed with Brotli: of what every visit loads, and of each page beyond that. */
const INITIAL_BYTES = 136 * 1024;
const LAZY_BYTES = 40 * 1024;
const NAMED = /(?:src|href)="([^"]+\.(?:js|css))"/g;
const IMPORTED = /(?:import|export)\s*(?:[^;"'()]*?from)?\s*"\.\/([^"]+\.js)"/g;
const BUILT = 'dist/console/browser';

test('a visit transfers at most 136 KiB with the typeface, and 40 KiB for each page', async () => {
  const index = await readFile(`${BUILT}/index.html`, 'utf8');
  const named = await withImports([...index.matchAll(NAMED)].map(([, name]) => name ?? ''));
  const fonts = (await readdir(`${BUILT}/media`)).map((name) => `media/${name}`);
  const scripts = (await readdir(BUILT)).filter((name) => name.endsWith('.js'));
  const lazy = scripts.filter((name) => !named.includes(name));
  expect([named.length >= 2, fonts.length, lazy.length >= 4]).toEqual([true, 1, true]);
  const initial = (await transfers(['index.html', ...named, ...fonts])).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: 'brotli', description: `${initial} bytes` });
  expect(initial).toBeLessThanOrEqual(INITIAL_BYTES);
  for (const size of await transfers(lazy)) expect(size).toBeLessThanOrEqual(LAZY_BYTES);
});

/** The files, and the scripts that they import before anything is shown. */
async function withImports(names: readonly string[]): Promise<string[]> {
  const loaded = new Set(names);
  for (const name of loaded) {
    if (!name.endsWith('.js')) continue;
    const script = await readFile(`${BUILT}/${name}`, 'utf8');
    for (const [, imported] of script.matchAll(IMPORTED)) loaded.add(imported ?? '');
  }
  return [...loaded];
}

/** The sizes of files as the server sends them. A font is compressed already. */
function transfers(names: readonly string[]): Promise<number[]> {
  return Promise.all(
    names.map(async (name) => {
      const content = await readFile(`${BUILT}/${name}`);
      return name.endsWith('.woff2') ? content.length : brotliCompressSync(content).length;
    }),
  );
}

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
