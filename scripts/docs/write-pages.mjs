// Writes the pages of the documentation site into docs/site/pages, from which VitePress builds the site.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PARTS } from '../../docs/site/contents.mjs';
import { ROOT } from '../tasks/project.mjs';
import { documents, pageFinder } from './documents.mjs';
import { homePage } from './home.mjs';
import { linkedText } from './links.mjs';
import { referenceOf } from './reference/index.mjs';
import { sidebarOf } from './sidebar.mjs';

const PAGES = join(ROOT, 'docs/site/pages');
/** Where the links of generated pages start from: the folder of the documents. */
const REFERENCE = 'docs/reference';
const PICTURE = /\.(?:png|svg)$/;

/** Writes all pages for a version: those of the documents, and the reference of what the built server declares. */
export async function writePages(version) {
  const { pages: reference, files } = await referenceOf(version);
  rmSync(PAGES, { recursive: true, force: true });
  const pages = documents(PARTS.flatMap((part) => part.pages));
  for (const [path, text] of reference) pages.set(path, { from: REFERENCE, text });
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
