import type { Config } from 'jest';
import root from '../../jest.config.ts';

const [, e2e] = root.projects ?? [];
if (typeof e2e !== 'object') throw new Error('The e2e project is missing from jest.config.ts.');

/** The suites of the package; apart from the others, since they install from the registry and take minutes. */
const config: Config = {
  ...e2e,
  displayName: 'package',
  rootDir: process.cwd(),
  roots: ['<rootDir>/e2e/package'],
  testPathIgnorePatterns: [],
  testTimeout: 600_000,
  maxWorkers: 2,
};

export default config;
