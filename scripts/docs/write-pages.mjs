// Writes the pages of the documentation site into docs/site/pages, from which VitePress builds the site.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PARTS } from '../../docs/site/contents.mjs';
import { ROOT } from '../tasks/project.mjs';
import { documents, pageFinder } from './documents.mjs';
import { homePage } from './home.mjs';
import { linkedText } from './links.mjs';
import { sidebarOf } from './sidebar.mjs';

const PAGES = join(ROOT, 'docs/site/pages');
const PICTURE = /\.(?:png|svg)$/;

/**
 * Writes all pages. `reference` are the generated pages by path, each with its text; `files` are files that the site
 * offers as they are, by name.
 */
export function writePages({ reference, files }) {
  rmSync(PAGES, { recursive: true, force: true });
  const pages = documents(PARTS.flatMap((part) => part.pages));
  for (const [path, text] of reference) pages.set(path, { from: `${path}.md`, text });
  const pageOf = pageFinder(pages);
  for (const [path, { from, text }] of pages) write(`${path}.md`, linkedText(text, { from, pageOf }));
  write('index.md', homePage(readFileSync(join(ROOT, 'README.md'), 'utf8')));
  write('sidebar.json', JSON.stringify(sidebarOf(PARTS, pages), undefined, 2));
  for (const [name, text] of files) write(`public/${name}`, text);
  for (const name of readdirSync(join(ROOT, 'docs')).filter((name) => PICTURE.test(name)))
    cpSync(join(ROOT, 'docs', name), join(PAGES, name));
}

function write(path, text) {
  const file = join(PAGES, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text.trimEnd()}\n`);
}
