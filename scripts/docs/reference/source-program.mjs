// Reads the sources with the compiler of the repository, for what only the sources know: comments, types and calls.
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../tasks/project.mjs';

/** A program of some files with what they import; `files` are relative to the root. */
export function sourceProgram(files) {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  return ts.createProgram(
    files.map((file) => join(ROOT, file)),
    options,
  );
}

/** The comment of a symbol in one line, without the braces of links. */
export function commentOf(symbol, checker) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return text
    .replace(/\{@link (\w+)\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim();
}
