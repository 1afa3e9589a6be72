// Finds the declarations that users of the package see. The other ones only describe types of theirs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { locate } from './module-graph.mjs';

/**
 * Follows `export … from` by name.
 *
 * @param root the folder that holds `dist`
 * @param entries paths of declarations below `root`, all of whose exports are meant
 * @returns the paths of all files that export one of these names, or pass it on
 */
export function exportingFiles(root, entries) {
  const files = new Map(entries.map((entry) => [entry, new Set(['*'])]));
  const open = entries.map((entry) => ({ file: entry, name: '*' }));
  for (const { file, name } of open)
    for (const passed of passedOn(root, file, name)) {
      const names = files.get(passed.file) ?? new Set();
      if (names.has(passed.name)) continue;
      files.set(passed.file, names.add(passed.name));
      open.push(passed);
    }
  return new Set(files.keys());
}

/** What a file passes on for a name, or for all of them. */
function passedOn(root, file, name) {
  const { statements } = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.ESNext,
  );
  return statements.filter(ts.isExportDeclaration).flatMap(({ moduleSpecifier, exportClause }) => {
    const target = moduleSpecifier && locate(file, moduleSpecifier.text);
    if (target === undefined) return [];
    if (!exportClause || ts.isNamespaceExport(exportClause)) return [{ file: target, name }];
    return exportClause.elements
      .filter((element) => name === '*' || element.name.text === name)
      .map((element) => ({ file: target, name: (element.propertyName ?? element.name).text }));
  });
}
