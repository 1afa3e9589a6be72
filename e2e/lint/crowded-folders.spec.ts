import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const SCRIPT = resolve('scripts/architecture/folders.mjs');

/** Checks a project that has this many files in each of these folders. */
async function check(
  counts: Readonly<Record<string, number>>,
): Promise<{ status: number | null; stderr: string }> {
  const project = await temporaryFolder();
  for (const [folder, count] of Object.entries(counts)) {
    await mkdir(join(project, folder), { recursive: true });
    for (let at = 0; at < count; at += 1) await writeFile(join(project, folder, `${at}.ts`), '');
  }
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd: project, encoding: 'utf8' });
  return { status, stderr };
}

describe('the check for crowded folders', () => {
  it('accepts 20 files in a folder, and more in the folders within it', async () => {
    expect(await check({ 'libs/events': 20, 'libs/events/log': 20 })).toEqual({ status: 0, stderr: '' });
  });

  it('refuses 21 files in a folder, and names each such folder', async () => {
    const { status, stderr } = await check({ 'libs/events/log': 21, 'e2e/wire': 22, 'apps/cli': 1 });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n').toSorted()).toEqual([
      'e2e/wire has 22 files, more than 20. Divide it into folders by concern.',
      'libs/events/log has 21 files, more than 20. Divide it into folders by concern.',
    ]);
  });

  it('leaves out installed packages, what is built, and the decisions', async () => {
    const crowded = {
      'e2e/clients/node_modules/a': 21,
      'bench/dist': 21,
      'docs/site/pages/decisions': 21,
      'docs/decisions': 21,
    };
    expect(await check(crowded)).toEqual({ status: 0, stderr: '' });
  });
});
