import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { run } from './support/run.ts';
import { TARBALL } from './support/tarball.ts';

const MOST_BYTES = 1_000_000;

/** The files that the package may contain. A new kind of file needs a reason and a line here. */
const ALLOWED = [
  /^(?:README\.md|LICENSE|package\.json)$/,
  /^dist\/libs\/[\w/-]+(?:\.[a-z-]+)*\.(?:js|d\.ts)$/,
  /^dist\/apps\/(?:cli|server)\/[\w/-]+(?:\.[a-z-]+)*\.js$/,
  // What `crowsnest stdio` observes with.
  /^dist\/packages\/observe\/[\w/-]+\.js$/,
  /^dist\/console\/(?:3rdpartylicenses\.txt|browser\/[\w.-]+\.(?:html|js\.br|css\.br|svg))$/,
  // The typeface of the console, and the license that goes with it.
  /^dist\/console\/browser\/(?:inter-license\.txt|media\/inter-(?:basic|western)-[\w-]+\.woff2)$/,
  /^apps\/server\/sample-tools\/knowledge-base\/[\w-]+\.md$/,
];
const FORBIDDEN =
  /\.spec\.|\.fixture\.|\.map$|(?<!\.d)\.ts$|(?:^|\/)(?:agents|bench|e2e|examples|node_modules)\//;

interface Manifest {
  exports: Record<string, { types: string; default: string }>;
  imports: Record<string, string>;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

describe('the tarball', () => {
  let folder: string;
  let files: string[];
  let manifest: Manifest;

  beforeAll(async () => {
    const parent = await temporaryFolder();
    await run({ folder: parent }, 'tar', ['-xzf', TARBALL]);
    folder = join(parent, 'package');
    const entries = await readdir(folder, { recursive: true });
    files = entries.filter((path) => statSync(join(folder, path)).isFile());
    manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  });

  it('contains only files of the allowed kinds, and none for development', () => {
    expect(files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(files.filter((file) => FORBIDDEN.test(file))).toEqual([]);
  });

  it(`has at most ${MOST_BYTES} bytes`, () => {
    expect(statSync(TARBALL).size).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('contains the license, the console with the licenses of what it bundles, and the thread of the log', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'dist/console/browser/index.html',
        'dist/console/3rdpartylicenses.txt',
        'dist/libs/events/log/sqlite/thread/sqlite-worker.js',
      ]),
    );
  });

  it('exports the application, the testing helpers and the contract, each with types', () => {
    expect(Object.keys(manifest.exports)).toEqual(['.', './testing', './contract']);
    const targets = Object.values(manifest.exports).flatMap(({ types, default: code }) => [types, code]);
    for (const target of [...targets, ...Object.values(manifest.bin)])
      expect(existsSync(join(folder, target))).toBe(true);
  });

  it('describes what it exports where editors look, and nothing else', () => {
    const commented = (file: string): boolean => readFileSync(join(folder, file), 'utf8').includes('/**');
    const exported = ['crowsnest/crowsnest-options', 'tools/nest/tool.decorator'];
    const internal = ['edge/mount/edge', 'edge/access/access-policy', 'events/event-pipe'];
    const withComments = [...exported, ...internal].filter((name) => commented(`dist/libs/${name}.d.ts`));
    expect(withComments).toEqual(exported);
  });

  it('declares only what its exports need', () => {
    const declarations = files.filter((file) => file.endsWith('.d.ts'));
    const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
    const entries = Object.values(manifest.exports).map(({ types }) => types.replace('./', ''));
    const doors = declarations.filter(
      (file) => /^dist\/libs\/\w+\/index\.d\.ts$/.test(file) && !entries.includes(file),
    );
    const unused = doors.flatMap((door) => {
      const users = declarations
        .filter((file) => !doors.includes(file) && !file.startsWith(dirname(door)))
        .map(text);
      return exportedNames(text(door)).filter((name) => !users.some((code) => hasWord(code, name)));
    });
    expect(doors.length).toBeGreaterThan(0);
    expect(unused).toEqual([]);
  });

  it('leaves NestJS, RxJS and reflect-metadata to the application, and includes no Node.js', () => {
    const own = Object.keys(manifest.dependencies);
    expect(own.filter((name) => /^(?:@nestjs\/|rxjs$|reflect-metadata$|node$)/.test(name))).toEqual([]);
    for (const name of [
      '@nestjs/common',
      '@nestjs/core',
      '@nestjs/platform-express',
      '@nestjs/event-emitter',
      'rxjs',
      'reflect-metadata',
    ])
      expect(manifest.peerDependencies).toHaveProperty([name]);
  });

  it('has no reference to a source map', () => {
    const code = files.filter((file) => /\.(?:js|ts)$/.test(file));
    const referring = code.filter((file) =>
      /^\/\/# sourceMappingURL=/m.test(readFileSync(join(folder, file), 'utf8')),
    );
    expect(referring).toEqual([]);
  });

  it('resolves every relative import of its code and declarations to a file that it contains', () => {
    const broken = files
      .filter((file) => /\.(?:js|d\.ts)$/.test(file) && file.startsWith('dist/libs/'))
      .flatMap((file) => {
        const text = readFileSync(join(folder, file), 'utf8');
        const targets = Array.from(
          text.matchAll(/(?:from |import\()["'](\.[^"']+)["']/g),
          ([, target = '']) => target,
        );
        return targets
          .map((target) =>
            join(dirname(file), file.endsWith('.d.ts') ? target.replace(/\.(?:js|ts)$/, '.d.ts') : target),
          )
          .filter((target) => !files.includes(target));
      });
    expect(broken).toEqual([]);
  });

  it('has a README whose links and images point to the web, into itself or to files of the package', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const links = Array.from(readme.matchAll(/\]\(([^)]+)\)/g), ([, target = '']) => target);
    const elsewhere = links.filter((target) => !/^(?:https?:|#)/.test(target));
    expect(elsewhere.filter((target) => !files.includes(target))).toEqual([]);
    expect(readme).not.toContain('npm run');
  });
});

/** The names that a file passes on from others. */
function exportedNames(code: string): string[] {
  const lists = Array.from(code.matchAll(/^export (?:type )?\{([^}]*)\} from/gm), ([, list = '']) =>
    list.split(','),
  );
  return lists.flat().map((element) => element.trim().split(' ').at(-1)!);
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`\\b${word}\\b`).test(text);
}
