// Programs that suites need and npm cannot install.
import { existsSync } from 'node:fs';
import { findProgram, run } from './project.mjs';

/**
 * Programs that suites need from the system. The environment variable `variable` tells a suite where its program is,
 * and can name another one. On Debian and Ubuntu the program is in the package.
 */
export const SYSTEM_PROGRAMS = [
  { program: 'chromium', variable: 'CHROMIUM', debianPackage: 'chromium' },
  { program: 'redis-server', variable: 'REDIS_SERVER', debianPackage: 'redis-server' },
  { program: 'nginx', variable: 'NGINX', debianPackage: 'nginx-light' },
  { program: 'nats-server', variable: 'NATS_SERVER', debianPackage: 'nats-server' },
  { program: 'prometheus', variable: 'PROMETHEUS', debianPackage: 'prometheus' },
  { program: 'promtool', variable: 'PROMTOOL', debianPackage: 'prometheus' },
];

/** The paths of installed programs, as environment variables. */
export function programLocations() {
  const found = SYSTEM_PROGRAMS.map((wanted) => [wanted.variable, locate(wanted)]);
  return Object.fromEntries(found.filter(([, location]) => location !== undefined));
}

/** The names of missing programs. */
export function missingPrograms() {
  return SYSTEM_PROGRAMS.filter((wanted) => locate(wanted) === undefined).map(({ program }) => program);
}

/** Whether missing programs can be installed here: on Debian and Ubuntu, as root. */
export function canInstallPrograms() {
  return (
    existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined && process.getuid?.() === 0
  );
}

/** Installs missing programs where possible. */
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
