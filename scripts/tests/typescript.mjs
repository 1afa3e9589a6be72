// Compiles TypeScript for Jest, file by file, to what `tsc` builds from it. Types are checked by `npm run typecheck`.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import { transformSync } from 'rolldown/utils';

const { version } = createRequire(import.meta.url)('rolldown/package.json');

/** As in tsconfig.json. */
const OPTIONS = {
  lang: 'ts',
  sourceType: 'module',
  target: 'es2024',
  decorator: { legacy: true, emitDecoratorMetadata: true },
  typescript: { onlyRemoveTypeImports: true },
  helpers: { mode: 'External' },
  sourcemap: true,
};

// At the end, so that each line stays where the source map has it.
const DECORATORS = `\nimport * as babelHelpers from '${import.meta.resolve('./decorators.mjs')}';\n`;

const COMPILER = JSON.stringify([version, OPTIONS, DECORATORS]);

/** Throws where the syntax is wrong, with the place. */
function process(source, path) {
  const { code, map, errors } = transformSync(path, source, OPTIONS);
  if (errors.length > 0)
    throw new SyntaxError(errors.map(({ message }) => stripVTControlCharacters(message)).join('\n'));
  return { code: code.includes('babelHelpers.') ? code + DECORATORS : code, map };
}

/** The key of a file in Jest's cache. */
function getCacheKey(source, path) {
  return createHash('sha1')
    .update(JSON.stringify([COMPILER, path, source]))
    .digest('hex');
}

export default { process, getCacheKey };
