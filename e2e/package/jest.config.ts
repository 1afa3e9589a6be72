import type { Config } from 'jest';
import root from '../../jest.config.ts';

const { projects: [, e2e] = [], workerGracefulExitTimeout } = root;
if (typeof e2e !== 'object') throw new Error('The e2e project is missing from jest.config.ts.');

/** The suites of the package. They are separate from the others because they install from the registry for minutes. */
const config: Config = {
  ...e2e,
  displayName: 'package',
  rootDir: process.cwd(),
  ...(workerGracefulExitTimeout !== undefined && { workerGracefulExitTimeout }),
  roots: ['<rootDir>/e2e/package'],
  testPathIgnorePatterns: [],
  testTimeout: 600_000,
  maxWorkers: 2,
};

export default config;
