import { createRequire } from 'node:module';

/** What Crowsnest needs at least; `e2e/package` proves it. */
const NODE = [24];
const NEST = [11, 1, 6];

/** The versions that this process runs with. */
interface Versions {
  node: string;
  nest: string;
}

/** What is too old of these versions, and the mend; undefined when nothing is. */
export function tooOld({ node, nest }: Versions): string | undefined {
  if (isBelow(node, NODE))
    return (
      `Crowsnest needs Node.js ${NODE.join('.')} or newer; this application runs on ${node} (${process.execPath}). ` +
      'Install a newer one from https://nodejs.org.'
    );
  if (isBelow(nest, NEST))
    return (
      `Crowsnest needs NestJS ${NEST.join('.')} or newer; this application has ${nest}. ` +
      'Update the packages of NestJS: https://docs.nestjs.com/migration-guide.'
    );
  return undefined;
}

function isBelow(version: string, least: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  const differing = least.findIndex((number, index) => parts[index] !== number);
  return differing !== -1 && (parts[differing] ?? 0) < (least[differing] ?? 0);
}

/** The version of NestJS that this package was installed beside. */
function nestVersion(): string {
  const require = createRequire(import.meta.url);
  return (require('@nestjs/common/package.json') as { version: string }).version;
}

// At the import of the package, before a module of it meets something that an older version does not have.
const fault = tooOld({ node: process.versions.node, nest: nestVersion() });
if (fault !== undefined) throw new Error(fault);
