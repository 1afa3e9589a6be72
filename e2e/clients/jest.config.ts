import type { Config } from 'jest';
import root from '../../jest.config.ts';

const { projects: [, e2e] = [], testTimeout, workerGracefulExitTimeout } = root;
if (typeof e2e !== 'object') throw new Error('The e2e project is missing from jest.config.ts.');

/** The suite of the public clients. It is separate from the others because its clients are their own package. */
const config: Config = {
  ...e2e,
  displayName: 'clients',
  rootDir: process.cwd(),
  ...(workerGracefulExitTimeout !== undefined && { workerGracefulExitTimeout }),
  roots: ['<rootDir>/e2e/clients'],
  testPathIgnorePatterns: ['/node_modules/'],
  ...(testTimeout !== undefined && { testTimeout }),
};

export default config;
