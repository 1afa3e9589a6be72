// The Markdown that the site shows: the files of docs/, and chapters of the README.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tasks/project.mjs';
import { anchorsOf, chapterOf } from './markdown.mjs';

/** The folders of the repository with documents. Each becomes a folder of the site. */
const FOLDERS = ['', 'decisions'];

/**
 * The documents by the path of their page, each with its text and the file that it is from. `pages` are those of the
 * contents; the files of docs/ are documents whether the contents name them or not.
 */
export function documents(pages) {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const chapters = pages
    .filter(({ chapters }) => chapters !== undefined)
    .map((page) => [page.path, { from: 'README.md', text: pageOfChapters(readme, page) }]);
  return new Map([...chapters, ...filesOfDocs()]);
}

function pageOfChapters(readme, { title, chapters }) {
  return [`# ${title}`, ...chapters.map((chapter) => chapterOf(readme, chapter))].join('\n\n');
}

function filesOfDocs() {
  return FOLDERS.flatMap((folder) => {
    const names = readdirSync(join(ROOT, 'docs', folder)).filter((name) => name.endsWith('.md'));
    return names.toSorted().map((name) => {
      const from = ['docs', folder, name].filter(Boolean).join('/');
      return [pagePathOf(folder, name), { from, text: readFileSync(join(ROOT, from), 'utf8') }];
    });
  });
}

function pagePathOf(folder, name) {
  const page = name === 'README.md' ? 'index' : name.replace(/\.md$/, '');
  return folder === '' ? page : `${folder}/${page}`;
}

/** Finds the page that shows an anchor of a file; undefined if no page does. */
export function pageFinder(documents) {
  const shown = Array.from(documents, ([path, { from, text }]) => ({ path, from, anchors: anchorsOf(text) }));
  return (file, anchor) => {
    const pages = shown.filter(({ from }) => from === file);
    const page = pages.find(({ anchors }) => anchors.includes(anchor)) ?? pages[0];
    return page?.path;
  };
}
