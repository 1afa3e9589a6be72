// Runs the suite of the public clients. They are a package of their own, which is installed when it is missing or
// older than its lock file; what this script is called with goes to Jest.
import { installInner } from './tasks/inner-package.mjs';
import { npm } from './tasks/project.mjs';

const SUITE = 'e2e/clients/jest.config.ts';
const PACKAGE = 'e2e/clients/adapters';

process.exitCode = await testClients(process.argv.slice(2));

async function testClients(args) {
  const code = await installInner(PACKAGE);
  if (code !== 0) return code;
  const types = await npm(['exec', '--', 'tsc', '-p', PACKAGE]);
  return types || npm(['test', '--', '--config', SUITE, ...args]);
}
