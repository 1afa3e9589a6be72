import type { Config } from 'jest';

const typescript = {
  '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.jest.json' }] as [
    string,
    Record<string, unknown>,
  ],
};

const config: Config = {
  projects: [
    {
      displayName: 'server',
      roots: ['<rootDir>/libs', '<rootDir>/apps/server', '<rootDir>/apps/agents'],
      testEnvironment: 'node',
      testMatch: ['**/*.spec.ts'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: typescript,
      moduleNameMapper: { '^#(.+)$': '<rootDir>/libs/$1/index.ts' },
    },
  ],
};

export default config;
