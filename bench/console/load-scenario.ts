import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { THIS_HEAD } from '../heads/head.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { ConsoleBrowser } from './console-browser.ts';

const ROWS = {
  initial: { name: 'console.initial_kb', unit: 'KiB with Brotli, with the typeface', target: 130 },
  lazy: {
    name: 'console.lazy_kb',
    unit: 'KiB with Brotli, the largest page with all that it imports',
    target: 40,
  },
  paint: { name: 'console.lcp_ms', unit: 'ms to the largest paint of a second visit', target: 500 },
};

/** The bytes that a visit of the console transfers, and the time until it is painted. */
export const CONSOLE_LOAD: Scenario = {
  ofThisHeadAlone: true,
  rows: Object.values(ROWS).map((row) => ({ ...row, better: 'lower' })),
  measure: measureLoad,
};

async function measureLoad(run: BenchRun): Promise<Samples> {
  const { initial, lazy } = measuredByTheBuild();
  const server = await run.start('console/server', join(run.folder, 'events.db'));
  await server.call('publish', { perSecond: 1_000, ms: 1_000 });
  const browser = await ConsoleBrowser.open(await server.call<number>('port'));
  const paints: number[] = [];
  try {
    for (let round = 0; round < run.rounds; round += 1) paints.push(await browser.paintAgain());
  } finally {
    await browser.close();
  }
  return {
    [ROWS.initial.name]: [initial / 1_024],
    [ROWS.lazy.name]: [lazy / 1_024],
    [ROWS.paint.name]: paints,
  };
}

/** Bytes that the console transfers: `npm run build:console` measures them and bounds them. */
function measuredByTheBuild(): { initial: number; lazy: number } {
  return JSON.parse(readFileSync(join(THIS_HEAD.root, 'dist/console/transfer.json'), 'utf8')) as never;
}
