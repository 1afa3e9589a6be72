// Programs that suites need and npm cannot bring.
import { existsSync } from 'node:fs';
import { findProgram, run } from './project.mjs';

/**
 * What suites need from the system. A suite is told where its program is by the `variable`, which also names
 * another one; on Debian and Ubuntu the program comes from the package.
 */
export const SYSTEM_PROGRAMS = [{ program: 'chromium', variable: 'CHROMIUM', debianPackage: 'chromium' }];

/** Where the programs are that are there, as environment variables. */
export function programLocations() {
  const found = SYSTEM_PROGRAMS.map((wanted) => [wanted.variable, locate(wanted)]);
  return Object.fromEntries(found.filter(([, location]) => location !== undefined));
}

/** The names of programs that are not there. */
export function missingPrograms() {
  return SYSTEM_PROGRAMS.filter((wanted) => locate(wanted) === undefined).map(({ program }) => program);
}

/** Whether what is missing can be installed here: on Debian and Ubuntu, as root. */
export function canInstallPrograms() {
  return (
    existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined && process.getuid?.() === 0
  );
}

/** Installs what is missing, where this can be done. */
export async function installMissingPrograms() {
  const missing = missingPrograms();
  if (missing.length === 0 || !canInstallPrograms()) return;
  const wanted = SYSTEM_PROGRAMS.filter(({ program }) => missing.includes(program));
  const packages = wanted.map(({ debianPackage }) => debianPackage);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '--quiet=2'], { env });
  await run('apt-get', ['install', '--quiet=2', '--yes', '--no-install-recommends', ...packages], { env });
}

function locate({ program, variable }) {
  const named = process.env[variable];
  return named ? [named].find(existsSync) : findProgram(program);
}
