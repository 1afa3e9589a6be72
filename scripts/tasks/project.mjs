// Runs npm and the project's programs from a script. Plain JavaScript for Node 20 without dependencies, because these
// scripts run first in a fresh clone.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complain } from './output.mjs';

/** The root of the project. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node.js that the project installs; available once `npm ci` has run. */
export const NODE = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

// npm itself runs on the machine's own Node.js, because `npm ci` deletes the one in node_modules meanwhile. Programs
// that npm starts find node_modules/.bin first again, because npm puts it first.
const searchPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes(join('node_modules', '.bin')))
  .join(delimiter);

/**
 * Installs exactly the versions of the lock file. Hides npm's warnings: they are about the machine's Node.js, which
 * only npm uses.
 */
export const INSTALL = ['ci', '--loglevel=error'];

/** Runs npm in the project's root and resolves with its exit code. */
export function npm(args, { env = {}, limitMs } = {}) {
  return run('npm', args, { env: { ...process.env, PATH: searchPath, ...env }, limitMs });
}

/**
 * Runs a program in the project's root with its output passed through, and resolves with its exit code. After `limitMs`
 * the program is ended with everything that it has started.
 */
export function run(program, args, { env = process.env, limitMs } = {}) {
  const detached = limitMs !== undefined && process.platform !== 'win32';
  const child = spawn(program, args, {
    cwd: ROOT,
    env,
    detached,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const release = detached ? watch(child, limitMs) : () => {};
  return new Promise((resolve) => {
    child.once('error', (error) => {
      complain(`${program} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  }).finally(release);
}

/**
 * Ends a process group when its time is over, or together with this script. Call the returned function to stop
 * watching.
 */
function watch({ pid, spawnargs }, limitMs) {
  const end = (signal) => process.kill(-pid, signal);
  const timer = setTimeout(() => {
    complain(`${spawnargs.join(' ')} has not ended within ${limitMs / 60_000} minutes, so it is stopped.`);
    end('SIGKILL');
  }, limitMs);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  return () => {
    clearTimeout(timer);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, end);
  };
}

/** The path of a program on the PATH; undefined if it is not there. */
export function findProgram(name) {
  return searchPath
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
