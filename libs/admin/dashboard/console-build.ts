import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/** The page of the console, a template that the server completes. */
export const INDEX = 'index.html';

/** Where `ng build` puts the console, in this package. */
export function consoleDirectory(): string {
  const manifest = findPackageJSON(import.meta.url) ?? '';
  return join(dirname(manifest), 'dist', 'console', 'browser');
}

const decompress = promisify(brotliDecompress);

/** The built console. */
export class ConsoleBuild {
  constructor(readonly directory: string) {}

  /** The page of the latest build; undefined when there is no build. */
  index(): Promise<string | undefined> {
    return readFile(join(this.directory, INDEX), 'utf8').catch(() => undefined);
  }

  /**
   * A file that the build has compressed with Brotli, as `NAME.br`: so, or as it was before; undefined when there is
   * none. Only the folder itself has such files.
   */
  async compressed(path: string, form: 'br' | 'identity'): Promise<Buffer | undefined> {
    if (basename(path) !== path) return undefined;
    const content = await readFile(join(this.directory, `${path}.br`)).catch(() => undefined);
    return content && form === 'identity' ? decompress(content) : content;
  }
}
