import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../support/environment/temporary-folder.ts';
import { run } from './run.ts';
import { NODE_NEWEST } from './versions.ts';

/** The folder of a `node` of that version, installed from the npm package `node`. */
export async function nodeFolder(version: string): Promise<string> {
  if (version === NODE_NEWEST && process.versions.node === version) return dirname(process.execPath);
  const folder = join(await temporaryFolder(), 'node');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await run({ folder }, 'npm', ['install', `node@${version}`, '--no-audit', '--no-fund']);
  return join(folder, 'node_modules', 'node', 'bin');
}
