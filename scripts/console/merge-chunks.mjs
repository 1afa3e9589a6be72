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
  const main = readdirSync(folder).find((name) => MAIN.test(name));
  const bundle = await rolldown({ input: join(folder, main) });
  const { output } = await bundle.generate(OUTPUT);
  for (const file of await bundle.watchFiles) rmSync(file);
  await bundle.close();
  // Of the entry itself nothing is left but an import of the first group, which the page loads directly.
  const chunks = output.filter(({ isEntry }) => !isEntry);
  for (const { fileName, code } of chunks) writeFileSync(join(folder, fileName), code);
  const merged = chunks.find(({ name }) => name === 'main').fileName;
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8').replaceAll(PRELOADED, '').replace(main, merged);
  writeFileSync(page, html.replace('<link rel="stylesheet"', `${preloadedFonts(folder)}$&`));
}

// The style sheet names the fonts. Without this, browsers look for fonts of the system until they have read it.
function preloadedFonts(folder) {
  return readdirSync(join(folder, 'media'))
    .filter((name) => FIRST_FONT.test(name))
    .map((name) => `<link rel="preload" href="media/${name}" as="font" type="font/woff2" crossorigin>`)
    .join('');
}
