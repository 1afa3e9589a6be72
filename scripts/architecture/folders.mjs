// Complains about folders with more files than a reader takes in at a glance.
import { globSync } from 'node:fs';
import { complain } from '../tasks/output.mjs';

const MOST_FILES = 20;
const PARTS = '{apps,bench,docs,e2e,examples,libs,packages,scripts}';
/** What others wrote, what is built, and the decisions: their list leads to them by number. */
const LEFT_OUT = ['**/node_modules', '**/dist', 'docs/site/pages', 'docs/site/.vitepress', 'docs/decisions'];

const files = globSync(`${PARTS}/**/*`, { exclude: LEFT_OUT, withFileTypes: true });
const folders = Map.groupBy(
  files.filter((file) => file.isFile()),
  ({ parentPath }) => parentPath,
);
for (const [folder, { length }] of folders) {
  if (length <= MOST_FILES) continue;
  complain(`${folder} has ${length} files, more than ${MOST_FILES}. Divide it into folders by concern.`);
  process.exitCode = 1;
}
