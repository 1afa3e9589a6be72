import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostApplication } from './support/host-application.ts';
import { nestPackages } from './support/nest-packages.ts';
import { nodeFolder } from './support/node-folder.ts';
import { outcomeOf, run } from './support/run.ts';
import { ANSWERED, callsOf, suiteAndCalls, WORKING } from './support/suite-and-calls.ts';
import { TARBALL } from './support/tarball.ts';
import { NEST_OLDER, NEST_TOO_OLD, NODE_OLDEST } from './support/versions.ts';

/** The newest NestJS 11. */
const NEST_11 = NEST_OLDER.at(-1)!;

describe('the package in an application with an older NestJS', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await hostApplication();
    const settings = {
      'dependencies.crowsnest': `file:${TARBALL}`,
      'dependencies.zod': '4',
      'devDependencies.jest': '30',
      'devDependencies.ts-jest': '29',
      'devDependencies.@types/jest': '30',
    };
    await set(folder, settings);
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
    await run({ folder }, 'npm', ['install', '--force', ...nestPackages(NEST_TOO_OLD)]);
    const { exitCode, output } = await outcomeOf({ folder }, 'node', ['-e', 'import("crowsnest")']);
    expect(output).toContain(
      `Error: Crowsnest needs NestJS 11.1.6 or newer; this application has ${NEST_TOO_OLD}`,
    );
    expect(exitCode).toBe(1);
  });
});

/** The application in CommonJS modules, which have no top-level `await`. */
async function toCommonJs(folder: string): Promise<void> {
  await set(folder, { type: 'commonjs' });
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
  if ((await installedNest(folder)) === version) return;
  for (const path of ['node_modules', 'package-lock.json'])
    await rm(join(folder, path), { recursive: true, force: true });
  const dependencies = nestPackages(version).map((name) => [`dependencies.${nameOf(name)}`, version]);
  await set(folder, { ...Object.fromEntries(dependencies), 'devDependencies.@nestjs/testing': testing });
  await run({ folder }, 'npm', ['install']);
  expect(await installedNest(folder)).toBe(version);
}

/** The version of NestJS that is installed; undefined if none is. */
async function installedNest(folder: string): Promise<string | undefined> {
  const path = join(folder, 'node_modules/@nestjs/core/package.json');
  const manifest = await readFile(path, 'utf8').catch(() => undefined);
  return manifest === undefined ? undefined : (JSON.parse(manifest) as { version: string }).version;
}

/** Sets members of the manifest. */
async function set(folder: string, members: Record<string, string>): Promise<void> {
  const settings = Object.entries(members).map(([name, value]) => `${name}=${value}`);
  await run({ folder }, 'npm', ['pkg', 'set', ...settings]);
}

function nameOf(versioned: string): string {
  return versioned.slice(0, versioned.lastIndexOf('@'));
}
