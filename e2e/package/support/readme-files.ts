import { readFileSync } from 'node:fs';

/** A block of code that begins with the path of a file, such as `// src/main.ts`. */
const FILE_BLOCK = /```[jt]s\n\/\/ ([\w./-]+\.[jt]s)\n(.*?)```/gs;

/** The files that the README tells its reader to write, by path. */
export function readmeFiles(): ReadonlyMap<string, string> {
  const blocks = readFileSync('README.md', 'utf8').matchAll(FILE_BLOCK);
  return new Map(Array.from(blocks, ([, path = '', code = '']) => [path, code]));
}
