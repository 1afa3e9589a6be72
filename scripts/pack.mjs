// Writes dist/packages/crowsnest-VERSION.tgz from a finished build: `npm run pack` builds first.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageManifest } from './package/manifest.mjs';
import { reachableFiles } from './package/module-graph.mjs';
import { packageReadme } from './package/readme.mjs';
import { withoutComments } from './package/without-comments.mjs';
import { ROOT, run } from './tasks/project.mjs';

const PACKAGES = join(ROOT, 'dist/packages');
const STAGE = join(PACKAGES, 'crowsnest');

/** Files that are read by their path at run time. */
const RESOURCES = [
  'LICENSE',
  'apps/server/sample-tools/knowledge-base',
  'dist/console/browser',
  'dist/console/3rdpartylicenses.txt',
];

process.exitCode = await pack();

async function pack() {
  rmSync(PACKAGES, { recursive: true, force: true });
  const { bin, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const entries = Object.values(exports).map(({ default: code }) => code.replace('./', ''));
  const commands = Object.values(bin).map((code) => code.replace('./', ''));
  const code = reachableFiles(ROOT, [...commands, ...entries]);
  const types = reachableFiles(
    ROOT,
    entries.map((entry) => entry.replace(/\.js$/, '.d.ts')),
  );

  for (const file of code.files) stage(file, (text) => withoutComments(withoutSourceMap(text)));
  for (const file of types.files) stage(file, withoutSourceMap);
  for (const path of RESOURCES) cpSync(join(ROOT, path), join(STAGE, path), { recursive: true });
  stage('README.md', packageReadme);
  const manifest = packageManifest(ROOT, code.packages, types.packages);
  writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return run('npm', ['pack', STAGE, '--pack-destination', PACKAGES, '--loglevel=warn']);
}

function stage(file, change) {
  const target = join(STAGE, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, change(readFileSync(join(ROOT, file), 'utf8')));
}

// The package does not hold the sources that a map refers to.
function withoutSourceMap(text) {
  return text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}
