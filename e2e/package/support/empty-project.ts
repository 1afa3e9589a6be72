import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/environment/temporary-folder.ts';
import { run } from './run.ts';
import { INSTALLED_AS_OF } from './versions.ts';

/** Makes npm quiet in the projects, and makes it ignore releases after {@link INSTALLED_AS_OF}. */
export const NPMRC = `before=${INSTALLED_AS_OF}\naudit=false\nfund=false\nloglevel=error\n`;

/** A folder outside the repository in which `npm init -y` has been run. */
export async function emptyProject(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, '.npmrc'), NPMRC);
  await run({ folder }, 'npm', ['init', '-y']);
  return folder;
}
