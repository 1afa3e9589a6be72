// Builds the console into dist/console: `npm run build:console`. Fails when it has become too large.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complain, say } from '../tasks/output.mjs';
import { NODE, ROOT, run } from '../tasks/project.mjs';
import { compressFiles } from './compress-files.mjs';
import { mergeChunks } from './merge-chunks.mjs';
import { transferOf } from './transfer.mjs';

/** Maximum KiB: of a first visit with the typeface, of a page beyond that, and of a file that is loaded later. */
const LIMITS = { initial: 130, lazy: 40, part: 40 };

process.exitCode = await build();

async function build() {
  const env = { ...process.env, NG_BUILD_OPTIMIZE_CHUNKS: 'false' };
  const built = await run(NODE, ['node_modules/@angular/cli/bin/ng.js', 'build'], { env });
  if (built !== 0) return built;
  await mergeChunks(join(ROOT, 'dist/console/browser'));
  await compressFiles(join(ROOT, 'dist/console/browser'));
  const transfer = transferOf(join(ROOT, 'dist/console/browser'));
  // The bench reports these figures.
  writeFileSync(join(ROOT, 'dist/console/transfer.json'), `${JSON.stringify(transfer)}\n`);
  return report(transfer);
}

function report({ page, ...bytes }) {
  const sizes = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, bytes[name] / 1_024]));
  const of = (name) => `${sizes[name].toFixed(1)} KiB (at most ${LIMITS[name]})`;
  const text =
    `With Brotli, a first visit transfers ${of('initial')}, the page “${page}” ${of('lazy')} more, ` +
    `and a part that is loaded later ${of('part')}.`;
  const fits = Object.keys(LIMITS).every((name) => sizes[name] <= LIMITS[name]);
  (fits ? say : complain)(fits ? text : `${text} Load less, or load it later.`);
  return fits ? 0 : 1;
}
