import { readFileSync } from 'node:fs';
// A default import: a named import that an old Node.js lacks would fail before the version check.
import module from 'node:module';

/** The minimum versions; `e2e/package` tests them. */
const NODE = [24];
const NEST = [11, 1, 6];

/** Says that this version of Node.js is too old and how to fix it; undefined if it is not. */
export function nodeFault(version: string): string | undefined {
  if (!isBelow(version, NODE)) return undefined;
  return (
    `Crowsnest needs Node.js ${NODE.join('.')} or newer; this application runs on ${version} (${process.execPath}). ` +
    'Install a newer one from https://nodejs.org.'
  );
}

/** Says that this version of NestJS is too old and how to fix it; undefined if it is not. */
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

/** The version of NestJS that the application has installed. */
function nestVersion(): string {
  const path = module.findPackageJSON('@nestjs/common', import.meta.url) ?? '';
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

// Checked at import, before another module uses something that an older version lacks.
const fault = nodeFault(process.versions.node) ?? nestFault(nestVersion());
if (fault !== undefined) throw new Error(fault);
