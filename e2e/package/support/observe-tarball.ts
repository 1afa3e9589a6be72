import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** The package of the observer that `npm run pack` wrote. */
export const OBSERVE_TARBALL = resolve(`dist/packages/crowsnest-observe-${version}.tgz`);

if (!existsSync(OBSERVE_TARBALL))
  throw new Error(`There is no ${OBSERVE_TARBALL}. Write it with: npm run pack`);
