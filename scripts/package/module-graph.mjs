// Finds the built files that the package needs: everything its entries reach, as JavaScript and as declarations.
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** A worker thread or a document is referenced by a URL, which the module graph does not contain. */
const BY_URL = /new URL\((?:[^()]*\? '[^']+' : )?'(\.{1,2}\/[^']+\.js)', import\.meta\.url\)/g;

/**
 * Follows the imports of built files.
 *
 * @param root the folder that holds `dist`
 * @param entries paths below `root`, `.js` or `.d.ts`
 * @returns the paths of all reached files, and the names of the packages that they import
 */
export function reachableFiles(root, entries) {
  const files = new Set(entries);
  const packages = new Set();
  for (const file of files) {
    for (const specifier of importsOf(readFileSync(join(root, file), 'utf8'))) {
      const target = locate(file, specifier);
      if (target !== undefined) files.add(target);
      else if (!specifier.startsWith('node:')) packages.add(packageName(specifier));
    }
  }
  return { files: [...files], packages: [...packages] };
}

/** The names of the packages that the files with these texts import. */
export function packagesOf(texts) {
  const specifiers = Array.from(texts, importsOf).flat();
  const packages = specifiers.filter((specifier) => !/^(?:[.#]|node:)/.test(specifier));
  return [...new Set(packages.map(packageName))];
}

function importsOf(text) {
  const modules = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return [...modules, ...Array.from(text.matchAll(BY_URL), ([, path]) => path)];
}

/**
 * The path of the built file that an import leads to; undefined for a package. Declarations keep the `.ts` of the source in
 * their imports; the `.d.ts` is beside it.
 */
export function locate(file, specifier) {
  const kind = file.endsWith('.d.ts') ? '.d.ts' : '.js';
  if (specifier.startsWith('#')) return `dist/libs/${specifier.slice(1)}/index${kind}`;
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(dirname(file), specifier).replace(/(?:\.js|\.ts)$/, kind);
}

function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
