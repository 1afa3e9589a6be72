import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const NAMED = /(?:src|href)="([^"]+\.(?:js|css))"/g;
const IMPORTED = /(?:import|export)\s*(?:[^;"'()]*?from)?\s*"\.\/([^"]+\.js)"/g;

/** Bytes of the built console as the server sends them: compressed with Brotli, but for fonts. */
export interface Transfer {
  /** What every visit loads, including the typeface. */
  initial: number;
  /** The largest part that a page loads beyond that. */
  lazy: number;
}

/** Measures the built console in a folder. Throws when it is not built. */
export function transferOf(folder: string): Transfer {
  const index = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = withImports(
    folder,
    [...index.matchAll(NAMED)].map(([, name]) => name ?? ''),
  );
  const fonts = readdirSync(join(folder, 'media')).map((name) => join('media', name));
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && !named.includes(name));
  const sizeOf = (name: string): number => {
    const content = readFileSync(join(folder, name));
    return name.endsWith('.woff2') ? content.length : brotliCompressSync(content).length;
  };
  const sum = (names: string[]): number => names.reduce((total, name) => total + sizeOf(name), 0);
  return { initial: sum(['index.html', ...named, ...fonts]), lazy: Math.max(...scripts.map(sizeOf)) };
}

/** The files, and the scripts that they import before anything is shown. */
function withImports(folder: string, names: readonly string[]): string[] {
  const loaded = new Set(names);
  for (const name of loaded) {
    if (!name.endsWith('.js')) continue;
    const script = readFileSync(join(folder, name), 'utf8');
    for (const [, imported] of script.matchAll(IMPORTED)) loaded.add(imported ?? '');
  }
  return [...loaded];
}
