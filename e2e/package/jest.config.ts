import type { Config } from 'jest';
import root from '../../jest.config.ts';

const [, e2e] = root.projects ?? [];
if (typeof e2e !== 'object') throw new Error('The e2e project is missing from jest.config.ts.');

/** The suites of the package. They are separate from the others because they install from the registry for minutes. */
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
