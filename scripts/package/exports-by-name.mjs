// Follows the declarations of the package by name: from what its entries export to what these declarations use.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { locate } from './module-graph.mjs';

/** Stands for every name that a file exports. */
const ALL = '*';

/**
 * Finds the declarations that users of the package see. The other ones only describe types of theirs.
 *
 * @param root the folder that holds `dist`
 * @param entries paths of declarations below `root`, all of whose exports are meant
 * @returns the paths of all files that export one of these names, or pass it on
 */
export function exportingFiles(root, entries) {
  return new Set(followNames(root, entries, passedOn).keys());
}

/**
 * Finds the declarations that the exports of the entries need. Of a file that passes on exports of others only the names
 * are followed that somebody needs.
 *
 * @param root the folder that holds `dist`
 * @param entries paths of declarations below `root`, all of whose exports are meant
 * @returns the needed names by the path of their file
 */
export function neededExports(root, entries) {
  return followNames(root, entries, (source, name) => [...passedOn(source, name), ...importedBy(source)]);
}

/** The text of a declaration whose `export … from` pass on only the needed names. */
export function withOnlyExports(names, text) {
  if (names.has(ALL)) return text;
  const source = parsed('declarations.d.ts', text);
  return source.statements.filter(isPassingOnNames).reduceRight((rest, statement) => {
    const kept = statement.exportClause.elements.filter(({ name }) => names.has(name.text));
    if (kept.length === 0) return rest.slice(0, statement.getFullStart()) + rest.slice(statement.end);
    const { pos, end } = statement.exportClause.elements;
    const list = kept.map((element) => element.getText(source)).join(', ');
    return `${rest.slice(0, pos)} ${list}${rest.slice(end)}`;
  }, text);
}

function followNames(root, entries, leadsTo) {
  const files = new Map(entries.map((entry) => [entry, new Set([ALL])]));
  const sources = new Map();
  const open = entries.map((file) => ({ file, name: ALL }));
  for (const { file, name } of open) {
    if (!sources.has(file)) sources.set(file, parsed(file, readFileSync(join(root, file), 'utf8')));
    for (const next of leadsTo(sources.get(file), name)) {
      const names = files.get(next.file) ?? new Set();
      if (names.has(next.name)) continue;
      files.set(next.file, names.add(next.name));
      open.push(next);
    }
  }
  return files;
}

/** What a file passes on for a name, or for all of them. */
function passedOn(source, name) {
  return source.statements.filter(isPassingOn).flatMap((statement) => {
    const file = locate(source.fileName, statement.moduleSpecifier.text);
    if (file === undefined) return [];
    if (!isPassingOnNames(statement)) return [{ file, name: ALL }];
    return statement.exportClause.elements
      .filter((element) => name === ALL || element.name.text === name)
      .map((element) => ({ file, name: nameThere(element) }));
  });
}

/** What the declarations of a file itself use of others. */
function importedBy(source) {
  const used = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) used.push(...namesOfImport(source, node));
    if (ts.isImportTypeNode(node))
      used.push({ file: locate(source.fileName, node.argument.literal.text), name: ALL });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return used.filter(({ file }) => file !== undefined);
}

function namesOfImport(source, { moduleSpecifier, importClause }) {
  const file = locate(source.fileName, moduleSpecifier.text);
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [{ file, name: ALL }];
  return bindings.elements.map((element) => ({ file, name: nameThere(element) }));
}

function isPassingOn(statement) {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

function isPassingOnNames(statement) {
  return isPassingOn(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause);
}

/** The name in the file that an import or export leads to. */
function nameThere({ name, propertyName }) {
  return (propertyName ?? name).text;
}

function parsed(file, text) {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext);
}
