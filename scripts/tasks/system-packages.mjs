// Programs that suites need and npm cannot bring.
import { existsSync } from 'node:fs';
import { isInstalled, run } from './project.mjs';

/** What suites need from the system. On Debian and Ubuntu each comes from the package of the given name. */
export const SYSTEM_PROGRAMS = [{ program: 'chromium', debianPackage: 'chromium' }];

/** The names of programs that are not there. */
export function missingPrograms() {
  return SYSTEM_PROGRAMS.filter(({ program }) => !isInstalled(program)).map(({ program }) => program);
}

/** Whether what is missing can be installed here: on Debian and Ubuntu, as root. */
export function canInstallPrograms() {
  return existsSync('/etc/debian_version') && isInstalled('apt-get') && process.getuid?.() === 0;
}

/** Installs what is missing, where this can be done. */
export async function installMissingPrograms() {
  const missing = new Set(missingPrograms());
  if (missing.size === 0 || !canInstallPrograms()) return;
  const packages = SYSTEM_PROGRAMS.filter(({ program }) => missing.has(program)).map(
    ({ debianPackage }) => debianPackage,
  );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '--quiet=2'], env);
  await run('apt-get', ['install', '--quiet=2', '--yes', '--no-install-recommends', ...packages], env);
}
