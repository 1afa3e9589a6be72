import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** The package that `npm run pack` wrote. */
export const TARBALL = resolve(`dist/packages/crowsnest-${version}.tgz`);

if (!existsSync(TARBALL)) throw new Error(`There is no ${TARBALL}. Write it with: npm run pack`);
