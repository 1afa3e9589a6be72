// Builds the console into dist/console: `npm run build:console`. Fails when it has become too large.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complain, say } from '../tasks/output.mjs';
import { NODE, ROOT, run } from '../tasks/project.mjs';
import { compressFiles } from './compress-files.mjs';
import { mergeChunks } from './merge-chunks.mjs';
import { transferOf } from './transfer.mjs';

/** Maximum KiB that a visit transfers: at first with the typeface, and for a page beyond that. */
const LIMITS = { initial: 130, lazy: 40 };

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

function report({ initial, lazy }) {
  const sizes = { initial: initial / 1_024, lazy: lazy / 1_024 };
  const text =
    `A visit transfers ${sizes.initial.toFixed(1)} KiB with Brotli (at most ${LIMITS.initial}), ` +
    `and at most ${sizes.lazy.toFixed(1)} KiB for a file of a page (at most ${LIMITS.lazy}).`;
  const fits = sizes.initial <= LIMITS.initial && sizes.lazy <= LIMITS.lazy;
  (fits ? say : complain)(fits ? text : `${text} Load less, or load it later.`);
  return fits ? 0 : 1;
}
