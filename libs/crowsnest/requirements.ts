import { readFileSync } from 'node:fs';
// As a whole: an import of what an old Node.js does not have would fail before its refusal.
import module from 'node:module';

/** What Crowsnest needs at least; `e2e/package` proves it. */
const NODE = [24];
const NEST = [11, 1, 6];

/** Why this version of Node.js is too old, and the mend; undefined where it is not. */
export function nodeFault(version: string): string | undefined {
  if (!isBelow(version, NODE)) return undefined;
  return (
    `Crowsnest needs Node.js ${NODE.join('.')} or newer; this application runs on ${version} (${process.execPath}). ` +
    'Install a newer one from https://nodejs.org.'
  );
}

/** Why this version of NestJS is too old, and the mend; undefined where it is not. */
export function nestFault(version: string): string | undefined {
  if (!isBelow(version, NEST)) return undefined;
  return (
    `Crowsnest needs NestJS ${NEST.join('.')} or newer; this application has ${version}. ` +
    'Update the packages of NestJS: https://docs.nestjs.com/migration-guide.'
  );
}

function isBelow(version: string, least: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const differing = least.findIndex((number, index) => parts[index] !== number);
  return differing !== -1 && (parts[differing] ?? 0) < (least[differing] ?? 0);
}

/** The version of NestJS that this package was installed beside. */
function nestVersion(): string {
  const path = module.findPackageJSON('@nestjs/common', import.meta.url) ?? '';
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

// At the import of the package, before a module of it meets something that an older version does not have.
const fault = nodeFault(process.versions.node) ?? nestFault(nestVersion());
if (fault !== undefined) throw new Error(fault);
