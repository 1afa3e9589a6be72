import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StatsSnapshot } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ConsumerServer } from './support/consumer-server.ts';
import { hostApplication } from './support/host-application.ts';
import { nodeFolder } from './support/node-folder.ts';
import { outcomeOf, run, type Place } from './support/run.ts';
import { TARBALL } from './support/tarball.ts';
import {
  NEST_NEWEST,
  NEST_OLDER,
  NEST_TOO_OLD,
  NODE_OLDEST,
  NODE_TOO_OLD,
  TYPESCRIPT_OF_NEST,
  TYPESCRIPTS,
} from './support/versions.ts';

const ESM_IN_JEST = { NODE_OPTIONS: '--experimental-vm-modules' };

/** The newest NestJS 11. */
const NEST_11 = NEST_OLDER.at(-1)!;

const CLEAN = { exitCode: 0, output: '' };

/** The test that `nest new` wrote, and the four of examples/testing. */
const ALL_PASSED = /Tests:? +5 passed/;

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
    await run({ folder }, 'npm', ['install', ...nest(NEST_NEWEST), TARBALL, 'zod@4']);
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

  it.each(NEST_OLDER)(
    `runs the same suite, and serves both eras, with NestJS $nest on Node.js ${NODE_OLDEST}`,
    async ({ nest: version, testing }) => {
      await installNest(folder, version, testing);
      const place = { folder, nodeFolder: await nodeFolder(NODE_OLDEST) };
      expect(await suiteAndCalls(place)).toEqual(WORKING);
    },
  );

  it(`serves both eras from CommonJS, with NestJS ${NEST_11.nest}`, async () => {
    await installNest(folder, NEST_11.nest, NEST_11.testing);
    await toCommonJs(folder);
    expect(await callsOf({ folder, nodeFolder: await nodeFolder(NODE_OLDEST) })).toEqual(ANSWERED);
    expect(await readFile(join(folder, 'dist/main.js'), 'utf8')).toContain('require("@nestjs/core")');
  });

  it(`refuses NestJS ${NEST_TOO_OLD} in one sentence that names the version it needs`, async () => {
    await run({ folder }, 'npm', ['install', '--force', ...nest(NEST_TOO_OLD)]);
    const { exitCode, output } = await outcomeOf({ folder }, 'node', ['-e', 'import("crowsnest")']);
    expect(output).toContain(
      `Error: Crowsnest needs NestJS 11.1.6 or newer; this application has ${NEST_TOO_OLD}`,
    );
    expect(exitCode).toBe(1);
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

function nest(version: string): string[] {
  return ['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}@${version}`);
}

async function nestOf(folder: string): Promise<string> {
  const manifest = await readFile(join(folder, 'node_modules/@nestjs/core/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The application in CommonJS modules, which have no top-level `await`. */
async function toCommonJs(folder: string): Promise<void> {
  await run({ folder }, 'npm', ['pkg', 'set', 'type=commonjs']);
  await rm(join(folder, 'src/embed'), { recursive: true });
  const main = join(folder, 'src/main.ts');
  const text = await readFile(main, 'utf8');
  await writeFile(
    main,
    text.replace(/^const app = .*/ms, (body) => `void (async () => {\n${body}})();\n`),
  );
}

/** Installs from scratch, because npm does not replace a major version one package at a time. */
async function installNest(folder: string, version: string, testing: string): Promise<void> {
  if ((await nestOf(folder)) === version) return;
  for (const path of ['node_modules', 'package-lock.json']) await rm(join(folder, path), { recursive: true });
  const versions = [...nest(version), `@nestjs/testing@${testing}`];
  const settings = versions.map((name) => {
    const at = name.lastIndexOf('@');
    const section = name.startsWith('@nestjs/testing') ? 'devDependencies' : 'dependencies';
    return `${section}.${name.slice(0, at)}=${name.slice(at + 1)}`;
  });
  await run({ folder }, 'npm', ['pkg', 'set', ...settings]);
  await run({ folder }, 'npm', ['install']);
  expect(await nestOf(folder)).toBe(version);
}

function strict(resolution: object): object {
  const options = { strict: true, skipLibCheck: false, noEmit: true, incremental: false, ...resolution };
  return { extends: './tsconfig.json', compilerOptions: options, include: ['src'] };
}

const ANSWERED = {
  answers: [
    { status: 'shipped', items: 3 },
    { status: 'shipped', items: 3 },
  ],
  stats: expect.objectContaining({ totalToolCalls: 2, errorCount: 0 }),
};

const WORKING = { suite: expect.stringMatching(ALL_PASSED), ...ANSWERED };

async function suiteAndCalls(place: Place): Promise<object> {
  const suite = await run(place, 'npx', ['vitest', 'run']);
  return { suite, ...(await callsOf(place)) };
}

/** Builds and starts the application, and calls its tool as an agent of each era. */
async function callsOf(place: Place): Promise<object> {
  await run(place, 'npx', ['nest', 'build']);
  await rm(join(place.folder, '.crowsnest'), { recursive: true, force: true }); // The history of the run before.
  const server = await ConsumerServer.start(place, 'node', ['dist/main.js']);
  const answers: unknown[] = [];
  for (const connect of [connectLegacyClient, connectModernClient]) {
    const agent = await connect(server.origin);
    const { structuredContent } = await agent.callTool({ name: 'get_order', arguments: { number: 'A-1' } });
    answers.push(structuredContent);
    await agent.close();
  }
  const headers = { cookie: await server.signIn() };
  // The log commits the end of a call shortly after its answer.
  const stats = await waitUntil(
    async () => {
      const response = await fetch(`${server.origin}/stats`, { headers });
      const counted = (await response.json()) as StatsSnapshot;
      return counted.totalToolCalls >= 2 && counted.toolCallsInFlight === 0 && counted;
    },
    { reason: 'both calls are counted and have ended' },
  );
  await server.stop();
  return { answers, stats };
}
