import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { THIS_HEAD } from '../heads/head.ts';

/** A package of its own, so that packages needed only for comparisons are not installed with the rest. */
export const PEERS_FOLDER = join(THIS_HEAD.root, 'bench', 'peers');

/** Installs the peers in the versions of their lock file, unless they are installed. Throws if npm fails. */
export function installPeers(): void {
  if (isCurrent()) return;
  process.stderr.write(`Installing the servers to compare with in ${PEERS_FOLDER}\n`);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: PEERS_FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Imports a peer. The type parameter is the part of its interface that the caller uses. */
export async function importPeer<T>(name: string): Promise<T> {
  const { resolve } = createRequire(join(PEERS_FOLDER, 'package.json'));
  return (await import(pathToFileURL(resolve(name)).href)) as T;
}

/** Whether every package of the lock file is installed in its version. */
function isCurrent(): boolean {
  const installed = join(PEERS_FOLDER, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const packagesOf = (file: string) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    return packages;
  };
  const there = packagesOf(installed);
  return Object.entries(packagesOf(join(PEERS_FOLDER, 'package-lock.json')))
    .filter(([path]) => path !== '')
    .every(([path, { version }]) => there[path]?.version === version);
}
