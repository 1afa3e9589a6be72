import { join } from 'node:path';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { ConsoleBrowser } from './console-browser.ts';

const ROW = 'console.payload_open_ms';

/** From the click that opens a call to the frame that shows its result of 1 MB. */
export const LARGE_PAYLOAD: Scenario = {
  ofThisHeadAlone: true,
  rows: [{ name: ROW, unit: 'ms to show a result of 1 MB', better: 'lower', target: 100 }],
  measure: measurePayload,
};

async function measurePayload(run: BenchRun): Promise<Samples> {
  const server = await run.start('console/server', join(run.folder, 'events.db'));
  const browser = await ConsoleBrowser.open(await server.call<number>('port'));
  try {
    // After the sign-in, which is an event itself: the newest row has to be that of the call.
    await server.call('publishLargeCall');
    await browser.chooseNewestCall();
    // The first opening loads the panel's code.
    await browser.openChosenCall();
    const opened: number[] = [];
    for (let round = 0; round < run.rounds; round += 1) opened.push(await browser.openChosenCall());
    return { [ROW]: opened };
  } finally {
    await browser.close();
  }
}
