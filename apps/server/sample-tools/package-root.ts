import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The nearest folder at or above `from` that holds a package.json. It is the same folder for a module
 * run from its source and for the one built to dist, so files beside the source need no copying.
 */
export function packageRootAbove(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No package.json at or above ${from}`);
  }
}
