import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** The page of the console, a template that the server completes. */
export const INDEX = 'index.html';

/** Where `ng build` puts the console, in this package. */
export function consoleDirectory(): string {
  const manifest = findPackageJSON(import.meta.url) ?? '';
  return join(dirname(manifest), 'dist', 'console', 'browser');
}

/** The built console. */
export class ConsoleBuild {
  constructor(readonly directory: string) {}

  /** The page of the latest build; undefined when there is no build. */
  index(): Promise<string | undefined> {
    return readFile(join(this.directory, INDEX), 'utf8').catch(() => undefined);
  }
}
