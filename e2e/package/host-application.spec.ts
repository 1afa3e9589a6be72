import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostApplication } from './support/host-application.ts';
import { nestPackages } from './support/nest-packages.ts';
import { nodeFolder } from './support/node-folder.ts';
import { outcomeOf, run } from './support/run.ts';
import { ALL_PASSED, suiteAndCalls, WORKING } from './support/suite-and-calls.ts';
import { TARBALL } from './support/tarball.ts';
import { NEST_NEWEST, NODE_TOO_OLD, TYPESCRIPT_OF_NEST, TYPESCRIPTS } from './support/versions.ts';

const ESM_IN_JEST = { NODE_OPTIONS: '--experimental-vm-modules' };

const CLEAN = { exitCode: 0, output: '' };

const NODENEXT = {};
const BUNDLER = { module: 'preserve', moduleResolution: 'bundler' };

/** Each compiler with the settings of `nest new`; the one that `nest new` installs also with those of a bundler. */
const TYPE_CHECKS = [
  ...TYPESCRIPTS.map((version) => ({ version, resolution: 'nodenext', options: NODENEXT })),
  { version: TYPESCRIPT_OF_NEST, resolution: 'bundler', options: BUNDLER },
];

describe('the package in an application made by nest new', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await hostApplication();
    const compilers = TYPESCRIPTS.map((version) => `typescript-${version}@npm:typescript@${version}`);
    await run({ folder }, 'npm', ['install', ...nestPackages(NEST_NEWEST), TARBALL, 'zod@4']);
    await run({ folder }, 'npm', [
      'install',
      '--save-dev',
      'jest@30',
      'ts-jest@29',
      '@types/jest@30',
      ...compilers,
    ]);
  });

  it.each(TYPE_CHECKS)(
    'type-checks in strict mode without skipLibCheck, with TypeScript $version and the resolution $resolution',
    async ({ version, resolution, options }) => {
      const tsconfig = `tsconfig.${version}.${resolution}.json`;
      await writeFile(join(folder, tsconfig), JSON.stringify(strict(options)));
      const compiler = join('node_modules', `typescript-${version}`, 'bin', 'tsc');
      expect(await outcomeOf({ folder }, 'node', [compiler, '--project', tsconfig])).toEqual(CLEAN);
    },
  );

  it('runs a suite with crowsnest/testing under Jest', async () => {
    expect(await run({ folder }, 'npx', ['jest', 'src'], ESM_IN_JEST)).toMatch(ALL_PASSED);
  });

  it(`runs a suite with crowsnest/testing under Vitest, and serves both eras, with NestJS ${NEST_NEWEST}`, async () => {
    expect(await suiteAndCalls({ folder })).toEqual(WORKING);
  });

  it(`refuses Node.js ${NODE_TOO_OLD} in one sentence that names the version it needs`, async () => {
    const place = { folder, nodeFolder: await nodeFolder(NODE_TOO_OLD) };
    const { exitCode, output } = await outcomeOf(place, 'node', ['-e', 'import("crowsnest")']);
    expect(output).toContain(
      `Error: Crowsnest needs Node.js 24 or newer; this application runs on ${NODE_TOO_OLD}`,
    );
    expect(exitCode).toBe(1);
  });
});

function strict(resolution: object): object {
  const options = { strict: true, skipLibCheck: false, noEmit: true, incremental: false, ...resolution };
  return { extends: './tsconfig.json', compilerOptions: options, include: ['src'] };
}
