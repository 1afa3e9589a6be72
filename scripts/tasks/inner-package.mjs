// Installs a package inside of this one: programs that only one suite needs, which nobody else has to install.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL, npm, ROOT } from './project.mjs';

/** Installs the package in the folder if it is missing or older than its lock file. Resolves with npm's exit code. */
export function installInner(folder, options) {
  return isOutOfDate(folder) ? npm([...INSTALL, '--prefix', folder], options) : Promise.resolve(0);
}

/** npm writes the inner lock file last. */
function isOutOfDate(folder) {
  const [installed, wanted] = ['node_modules/.package-lock.json', 'package-lock.json'].map((file) =>
    statSync(join(ROOT, folder, file), { throwIfNoEntry: false }),
  );
  return !installed || installed.mtimeMs < wanted.mtimeMs;
}
