import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const PRELOADED = /<link rel="modulepreload"[^>]*>/g;
/** A file that a page of the console imports, with the name of the page. */
const OF_PAGE = /<link rel="modulepreload" href="([^"]+)" data-page="(\w+)">/g;
const LOADED = /(?:src|href)="([^"]+\.(?:js|css|woff2))"/g;

/**
 * Measures the built console in a folder as the server sends it to browsers that take Brotli.
 *
 * @returns the bytes of what every visit loads, with the typeface; of the page that loads most beyond that, with all that
 *   it imports, and its name; and of the largest file that is loaded later, such as the charts or a dialog
 */
export function transferOf(folder) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = html.replaceAll(PRELOADED, '');
  const loaded = [...first.matchAll(LOADED)].map(([, name]) => name);
  const sizeOf = (name) => statSync(join(folder, name.endsWith('.woff2') ? name : `${name}.br`)).size;
  const sumOf = (names) => names.reduce((sum, name) => sum + sizeOf(name), 0);
  const filesOf = Map.groupBy(html.matchAll(OF_PAGE), ([, , page]) => page);
  const pages = [...filesOf].map(([page, files]) => ({ page, size: sumOf(files.map(([, name]) => name)) }));
  const [largest] = pages.toSorted((a, b) => b.size - a.size);
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js.br'));
  const later = scripts.map((name) => name.slice(0, -3)).filter((name) => !loaded.includes(name));
  return {
    initial: sumOf(loaded) + brotliCompressSync(first).length,
    lazy: largest.size,
    page: largest.page,
    part: Math.max(...later.map(sizeOf)),
  };
}
