import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/environment/temporary-folder.ts';
import { NPMRC } from './empty-project.ts';
import { readmeFiles } from './readme-files.ts';
import { run } from './run.ts';

const NEST_CLI = resolve('node_modules/@nestjs/cli/bin/nest.js');

/**
 * An application as `nest new` makes it, with the files that the README tells its reader to write, and this
 * repository's examples. Nothing is installed yet.
 */
export async function hostApplication(): Promise<string> {
  const parent = await temporaryFolder();
  const options = ['--skip-install', '--skip-git', '--package-manager', 'npm', '--strict'];
  await run({ folder: parent }, 'node', [NEST_CLI, 'new', 'host', ...options]);
  const folder = join(parent, 'host');
  for (const [path, code] of readmeFiles()) await writeFile(join(folder, path), code);
  for (const example of ['embed', 'testing']) await copyExample(resolve('examples', example), folder);
  await writeFile(join(folder, '.npmrc'), NPMRC);
  return folder;
}

// The examples import `.ts` files, as this repository's compiler requires. That of `nest new` requires `.js`.
async function copyExample(example: string, folder: string): Promise<void> {
  const source = join(folder, 'src', basename(example));
  await cp(example, source, { recursive: true });
  for (const file of await readdir(source)) {
    const text = await readFile(join(source, file), 'utf8');
    await writeFile(join(source, file), text.replace(/(from '\.[^']*)\.ts';/g, "$1.js';"));
  }
}
