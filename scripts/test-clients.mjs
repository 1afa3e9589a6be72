// Runs the suite of the public clients. They are a package of their own, which is installed when it is missing or
// older than its lock file; what this script is called with goes to Jest.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL, npm, ROOT } from './tasks/project.mjs';

const SUITE = 'e2e/clients/jest.config.ts';
const PACKAGE = 'e2e/clients/adapters';

process.exitCode = await testClients(process.argv.slice(2));

async function testClients(args) {
  if (isOutOfDate()) {
    const code = await npm([...INSTALL, '--prefix', PACKAGE]);
    if (code !== 0) return code;
  }
  const types = await npm(['exec', '--', 'tsc', '-p', PACKAGE]);
  return types || npm(['test', '--', '--config', SUITE, ...args]);
}

/** npm writes the inner lock file last. */
function isOutOfDate() {
  const [installed, wanted] = ['node_modules/.package-lock.json', 'package-lock.json'].map((file) =>
    statSync(join(ROOT, PACKAGE, file), { throwIfNoEntry: false }),
  );
  return !installed || installed.mtimeMs < wanted.mtimeMs;
}
