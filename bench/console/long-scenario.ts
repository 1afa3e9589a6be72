import { join } from 'node:path';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { ConsoleBrowser } from './console-browser.ts';

const ROW = 'console.1000.heap_drift_mb';
const PER_SECOND = 1_000;
/** Time for the feed's ring to fill. */
const WARM_UP_MS = 40_000;
const MEASURED_MS = 300_000;

/** The growth of the page's heap over five minutes, once its rings are full. */
export const LONG_CONSOLE: Scenario = {
  ofThisHeadAlone: true,
  rows: [{ name: ROW, unit: 'MB more on the heap of the page after 5 minutes', better: 'lower', target: 1 }],
  measure: measureLong,
};

async function measureLong(run: BenchRun): Promise<Samples> {
  const server = await run.start('console/server', join(run.folder, 'events.db'));
  const browser = await ConsoleBrowser.open(await server.call<number>('port'));
  try {
    await server.call('publish', { perSecond: PER_SECOND, ms: WARM_UP_MS });
    const before = await browser.retainedBytes();
    await server.call('publish', { perSecond: PER_SECOND, ms: MEASURED_MS });
    const after = await browser.retainedBytes();
    run.note(`the heap of the page holds ${(after / 1e6).toFixed(1)} MB`);
    return { [ROW]: [(after - before) / 1e6] };
  } finally {
    await browser.close();
  }
}
