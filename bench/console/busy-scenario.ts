import { join } from 'node:path';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { ConsoleBrowser } from './console-browser.ts';
import { recordFrames } from './frames.ts';

const PER_SECOND = 5_000;
/** Time for the feed's ring to fill and for the browser to compile the code. */
const WARM_UP_MS = 8_000;
const MEASURED_MS = 20_000;

const ROWS = {
  dropped: { name: 'console.5000.dropped_frames_pct', unit: '% of 60 frames a second', target: 1 },
  longTasks: { name: 'console.5000.long_tasks', unit: 'tasks over 50 ms in 20 s', target: 0 },
  mainThread: { name: 'console.5000.main_thread_pct', unit: '% of a core, in CPU time', target: 30 },
  paint: { name: 'console.5000.paint_p95_ms', unit: 'ms from event to frame', target: 130 },
};

/** The overview with everything on screen while 5,000 events arrive per second. */
export const BUSY_CONSOLE: Scenario = {
  ofThisHeadAlone: true,
  rows: Object.values(ROWS).map((row) => ({ ...row, better: 'lower' })),
  measure: measureBusy,
};

async function measureBusy(run: BenchRun): Promise<Samples> {
  const server = await run.start('console/server', join(run.folder, 'events.db'));
  const browser = await ConsoleBrowser.open(await server.call<number>('port'));
  try {
    const published = server.call('publish', { perSecond: PER_SECOND, ms: WARM_UP_MS + MEASURED_MS });
    await browser.page.waitForTimeout(WARM_UP_MS);
    const [begun, before] = [performance.now(), await browser.mainThreadSeconds()];
    const frames = await browser.page.evaluate(recordFrames, MEASURED_MS - 1_000);
    const busy = (await browser.mainThreadSeconds()) - before;
    const seconds = (performance.now() - begun) / 1_000;
    await published;
    const paints = frames.paintMs.toSorted((one, other) => one - other);
    return {
      [ROWS.dropped.name]: [(frames.dropped / frames.due) * 100],
      [ROWS.longTasks.name]: [frames.longTasks],
      [ROWS.mainThread.name]: [(busy / seconds) * 100],
      [ROWS.paint.name]: [paints[Math.floor(paints.length * 0.95)] ?? NaN],
    };
  } finally {
    await browser.close();
  }
}
