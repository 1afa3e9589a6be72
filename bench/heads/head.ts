import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** A built checkout of this repository whose servers are measured. */
export interface Head {
  name: 'this' | 'other';
  /** Its root folder. */
  root: string;
}

/** The checkout that this bench belongs to. */
export const THIS_HEAD: Head = { name: 'this', root: dirname(findPackageJSON(import.meta.url) ?? '.') };

/** Another checkout. Throws if it is not built. */
export function otherHead(path: string): Head {
  const root = resolve(path);
  const server = moduleOf({ name: 'other', root }, 'mcp/servers/crowsnest');
  if (!existsSync(server))
    throw new Error(`${server} does not exist. Run "npm ci && npm run build:server" in ${root} first.`);
  return { name: 'other', root };
}

/** The compiled file of a bench module in a checkout. */
export function moduleOf({ root }: Head, module: string): string {
  return join(root, 'dist', 'bench', `${module}.js`);
}
