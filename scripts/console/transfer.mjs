import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const PRELOADED = /<link rel="modulepreload"[^>]*>/g;
const LOADED = /(?:src|href)="([^"]+\.(?:js|css|woff2))"/g;

/**
 * Measures the built console in a folder as the server sends it to browsers that take Brotli.
 *
 * @returns the bytes of what every visit loads, with the typeface, and of the largest file that a page loads beyond that
 */
export function transferOf(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8').replaceAll(PRELOADED, '');
  const loaded = [...page.matchAll(LOADED)].map(([, name]) => name);
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js.br'));
  const later = scripts.map((name) => name.slice(0, -3)).filter((name) => !loaded.includes(name));
  const sizeOf = (name) => statSync(join(folder, name.endsWith('.woff2') ? name : `${name}.br`)).size;
  const initial = loaded.reduce((sum, name) => sum + sizeOf(name), brotliCompressSync(page).length);
  return { initial, lazy: Math.max(...later.map(sizeOf)) };
}
