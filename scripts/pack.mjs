// Writes dist/packages/crowsnest-VERSION.tgz and crowsnest-observe-VERSION.tgz from a finished build: `npm run pack` builds first.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { exportingFiles, neededExports, withOnlyExports } from './package/exports-by-name.mjs';
import { packageManifest } from './package/manifest.mjs';
import { packagesOf, reachableFiles } from './package/module-graph.mjs';
import { observeManifest } from './package/observe-manifest.mjs';
import { packageReadme } from './package/readme.mjs';
import { declarationsWithoutComments, withoutComments } from './package/without-comments.mjs';
import { ROOT, run } from './tasks/project.mjs';

const PACKAGES = join(ROOT, 'dist/packages');
const STAGE = join(PACKAGES, 'crowsnest');
/** The build is beside it, in dist/packages/observe. */
const OBSERVE_STAGE = join(PACKAGES, 'crowsnest-observe');
const OBSERVE = 'dist/packages/observe';

/** Files that are read by their path at run time. */
const RESOURCES = [
  'LICENSE',
  'apps/server/sample-tools/knowledge-base',
  'dist/console/browser',
  'dist/console/3rdpartylicenses.txt',
];

clear();
process.exitCode = (await pack()) || (await packObserve());

async function pack() {
  const { bin, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const entries = Object.values(exports).map(({ default: code }) => code.replace('./', ''));
  const commands = Object.values(bin).map((code) => code.replace('./', ''));
  const code = reachableFiles(ROOT, [...commands, ...entries]);
  const declarations = entries.map((entry) => entry.replace(/\.js$/, '.d.ts'));
  const exporting = exportingFiles(ROOT, declarations);
  const types = new Map(
    Array.from(neededExports(ROOT, declarations), ([file, names]) => [
      file,
      withOnlyExports(names, readFileSync(join(ROOT, file), 'utf8')),
    ]),
  );

  for (const file of code.files) stage(file, (text) => withoutComments(withoutSourceMap(text)));
  for (const [file, text] of types)
    stage(file, () => (exporting.has(file) ? withoutSourceMap(text) : declarationsWithoutComments(text)));
  for (const path of RESOURCES) cpSync(join(ROOT, path), join(STAGE, path), { recursive: true });
  stage('README.md', packageReadme);
  const manifest = packageManifest(ROOT, code.packages, packagesOf(types.values()));
  writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return write(STAGE);
}

async function packObserve() {
  const entry = `${OBSERVE}/index.js`;
  const { files, packages } = reachableFiles(ROOT, [entry]);
  const types = reachableFiles(ROOT, [entry.replace(/\.js$/, '.d.ts')]);
  const inPackage = (file) => join(OBSERVE_STAGE, relative(OBSERVE, file));
  for (const file of files) copy(file, inPackage(file), (text) => withoutComments(withoutSourceMap(text)));
  for (const file of types.files) copy(file, inPackage(file), withoutSourceMap);
  cpSync(join(ROOT, 'LICENSE'), join(OBSERVE_STAGE, 'LICENSE'));
  cpSync(join(ROOT, 'packages/observe/README.md'), join(OBSERVE_STAGE, 'README.md'));
  const manifest = observeManifest(ROOT, [...packages, ...types.packages]);
  writeFileSync(join(OBSERVE_STAGE, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return write(OBSERVE_STAGE);
}

function write(folder) {
  return run('npm', ['pack', folder, '--pack-destination', PACKAGES, '--loglevel=warn']);
}

/** Removes what an earlier run has left. */
function clear() {
  for (const folder of [STAGE, OBSERVE_STAGE]) rmSync(folder, { recursive: true, force: true });
  for (const file of readdirSync(PACKAGES))
    if (file.endsWith('.tgz')) rmSync(join(PACKAGES, file), { force: true });
}

function stage(file, change) {
  copy(file, join(STAGE, file), change);
}

function copy(file, target, change) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, change(readFileSync(join(ROOT, file), 'utf8')));
}

// The package does not hold the sources that a map refers to.
function withoutSourceMap(text) {
  return text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}
