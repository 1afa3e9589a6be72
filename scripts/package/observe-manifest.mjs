// Makes the manifest of the observer's package from its own package.json and the root's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the manifest as an object, with the version of the root.
 *
 * @param root the folder of the root's package.json
 * @param imported the packages that the shipped files import
 * @throws Error when there are any: it needs nothing but Node.js
 */
export function observeManifest(root, imported) {
  if (imported.length > 0)
    throw new Error(`The observer imports ${imported.join(', ')}, and may import nothing.`);
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const { name, ...others } = read('packages/observe/package.json');
  return { name, version: read('package.json').version, ...others };
}
