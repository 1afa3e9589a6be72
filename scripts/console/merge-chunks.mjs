// Angular's builder makes a chunk for each set of modules that the same pages share: about 60 files, most of them tiny.
// Browsers load them in waves, and small files compress badly. The builder has no option for it, so this step merges
// what every visit loads into one file, and what several pages share into another.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const MAIN = /^main-\w+\.js$/;
/** The font that every page needs. */
const FIRST_FONT = /^inter-basic-/;
const PRELOADED = /<link rel="modulepreload"[^>]*>/g;
/** A page of the routes in the merged code: its name, and its file. */
const PAGE = /(\w+):\{title:`[^`]+`,load:async\(\)=>\(await import\(`\.\/([\w-]+\.js)`\)\)/g;

const OUTPUT = {
  minify: { mangle: true, compress: false },
  chunkFileNames: ({ name }) => `${name.startsWith('chunk-') ? 'page' : name}-[hash:8].js`,
  hashCharacters: 'base36',
  codeSplitting: {
    groups: [
      { name: 'main', tags: ['$initial'], priority: 2 },
      { name: 'shared', minShareCount: 2, priority: 1 },
    ],
  },
};

/** Merges the chunks of the built console in a folder, and makes its page load the new files. */
export async function mergeChunks(folder) {
  const entry = readdirSync(folder).find((name) => MAIN.test(name));
  const bundle = await rolldown({ input: join(folder, entry) });
  const { output } = await bundle.generate(OUTPUT);
  for (const file of await bundle.watchFiles) rmSync(file);
  await bundle.close();
  // Of the entry itself nothing is left but an import of the first group, which the page loads directly.
  const chunks = output.filter(({ isEntry }) => !isEntry);
  for (const { fileName, code } of chunks) writeFileSync(join(folder, fileName), code);
  const main = chunks.find(({ name }) => name === 'main');
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8').replaceAll(PRELOADED, '').replace(entry, main.fileName);
  const preloaded = preloadedFonts(folder) + preloadedPages(main, chunks);
  writeFileSync(page, html.replace('<link rel="stylesheet"', `${preloaded}$&`));
}

// The style sheet names the fonts. Without this, browsers look for fonts of the system until they have read it.
function preloadedFonts(folder) {
  return readdirSync(join(folder, 'media'))
    .filter((name) => FIRST_FONT.test(name))
    .map((name) => `<link rel="preload" href="media/${name}" as="font" type="font/woff2" crossorigin>`)
    .join('');
}

// The server leaves those of other pages out. Without them, browsers look for the files of the page once they have run the
// main file, and for what these import once they have read them.
function preloadedPages({ code, fileName: main }, chunks) {
  const pages = [...code.matchAll(PAGE)];
  if (pages.length === 0) throw new Error('The files of the pages are not found in the merged code');
  return pages
    .flatMap(([, page, file]) => {
      const { imports } = chunks.find(({ fileName }) => fileName === file);
      return [file, ...imports.filter((name) => name !== main)].map(
        (name) => `<link rel="modulepreload" href="${name}" data-page="${page}">`,
      );
    })
    .join('');
}
