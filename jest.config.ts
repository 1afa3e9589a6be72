import { availableParallelism } from 'node:os';
import type { Config } from 'jest';
import angularPresets from 'jest-preset-angular/presets/index.js';

const typescript = { '^.+\\.ts$': '<rootDir>/scripts/tests/typescript.mjs' };

/**
 * The house by its own names, and as those know it who import the package: from the sources in both cases. `#platform`
 * is a name of OpenTelemetry's own.
 */
const libraries = {
  '^(?:#(?!platform$)|crowsnest/(?=testing$|contract$))(\\w+)$': '<rootDir>/libs/$1/index.ts',
  '^crowsnest$': '<rootDir>/libs/crowsnest/index.ts',
};

const config: Config = {
  reporters: ['default', '<rootDir>/e2e/support/environment/seed-reporter.ts'],
  // For what hangs. A machine with twenty times the work that its cores can do is still in time.
  testTimeout: 240_000,
  // Suites that start servers wait for much of their time: two workers more than cores keep the cores busy meanwhile.
  maxWorkers: availableParallelism() + 2,
  // Each file leaves its modules in the heap of its worker: without an end to that, the last files take several times as long.
  workerIdleMemoryLimit: '500MB',
  // A worker that leaks nothing ends at once, but on a busy machine its process takes longer than Jest's 500 ms to free the
  // memory. The time is long enough for that, and a worker that leaks is reported all the same.
  workerGracefulExitTimeout: 30_000,
  projects: [
    {
      displayName: 'server',
      roots: [
        '<rootDir>/libs',
        '<rootDir>/packages',
        '<rootDir>/apps/server',
        '<rootDir>/apps/cli',
        '<rootDir>/apps/agents',
        '<rootDir>/bench',
      ],
      testEnvironment: 'node',
      testMatch: ['**/*.spec.ts'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: typescript,
      moduleNameMapper: libraries,
    },
    {
      displayName: 'e2e',
      roots: ['<rootDir>/e2e', '<rootDir>/examples'],
      testPathIgnorePatterns: ['<rootDir>/e2e/browser/', '<rootDir>/e2e/clients/', '<rootDir>/e2e/package/'],
      modulePathIgnorePatterns: [
        '<rootDir>/e2e/clients/adapters/node_modules/',
        '<rootDir>/e2e/identity-provider/node_modules/',
      ],
      testEnvironment: 'node',
      setupFilesAfterEnv: ['<rootDir>/e2e/support/environment/after-all.ts'],
      testMatch: ['**/*.spec.ts'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: typescript,
      moduleNameMapper: libraries,
    },
    {
      ...angularPresets.createEsmPreset({ tsconfig: '<rootDir>/apps/console/tsconfig.spec.json' }),
      displayName: 'console',
      roots: ['<rootDir>/apps/console'],
      testEnvironment: '<rootDir>/apps/console/jest-environment.ts',
      setupFilesAfterEnv: ['<rootDir>/apps/console/setup-jest.ts'],
      moduleNameMapper: { '^#contract$': '<rootDir>/libs/contract/index.ts', tslib: 'tslib/tslib.es6.js' },
    },
  ],
};

export default config;
