import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const LOADED = /(?:src|href)="([^"]+\.(?:js|css))"/g;
const COMPRESSED = /\.woff2$/;

/**
 * Measures the built console in a folder as the server sends it, compressed with Brotli.
 *
 * @returns the bytes of what every visit loads, with the typeface, and of the largest file that a page loads beyond that
 */
export function transferOf(folder) {
  const loaded = [...readFileSync(join(folder, 'index.html'), 'utf8').matchAll(LOADED)].map(
    ([, name]) => name,
  );
  const fonts = readdirSync(join(folder, 'media')).map((name) => join('media', name));
  const later = readdirSync(folder).filter((name) => name.endsWith('.js') && !loaded.includes(name));
  const sizeOf = (name) => {
    const content = readFileSync(join(folder, name));
    return COMPRESSED.test(name) ? content.length : brotliCompressSync(content).length;
  };
  const initial = ['index.html', ...loaded, ...fonts].reduce((sum, name) => sum + sizeOf(name), 0);
  return { initial, lazy: Math.max(...later.map(sizeOf)) };
}
