import { readdir, stat } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { ConsoleFile } from './console-file.ts';

/** Where `ng build` puts the console, in this package. */
export function consoleDirectory(): string {
  const manifest = findPackageJSON(import.meta.url) ?? '';
  return join(dirname(manifest), 'dist', 'console', 'browser');
}

interface Build {
  /** Changes with every build. */
  version: string;
  files: ReadonlyMap<string, ConsoleFile>;
}

/**
 * The files of the built console. Only those that were found in its directory have a name here, so that no
 * path reaches out of it. A new build is noticed by its `index.html`.
 */
export class ConsoleBuild {
  #build: Build | undefined;

  constructor(readonly directory: string) {}

  /** The files of the latest build, by path below the directory; `undefined` when there is none. */
  async files(): Promise<ReadonlyMap<string, ConsoleFile> | undefined> {
    const index = await stat(join(this.directory, 'index.html')).catch(() => undefined);
    if (!index) return undefined;
    const version = `${index.mtimeMs} ${index.size}`;
    if (this.#build?.version !== version) this.#build = { version, files: await listFiles(this.directory) };
    return this.#build.files;
  }
}

async function listFiles(directory: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    paths.map((path) => [relative(directory, path).split(sep).join('/'), new ConsoleFile(path)]),
  );
}
