import { join } from 'node:path';
import { costRatios } from '../mcp/switched-calls.ts';
import type { Scenario } from '../scenario.ts';

const ROW = 'traces.cpu_ratio';
/** The share of traces that is sampled. */
const SHARE = 0.01;

/** What spans cost a call, while one trace of a hundred is sampled and sent to another process. */
export const TRACES: Scenario = {
  rows: [
    {
      name: ROW,
      unit: 'ratio of CPU time per call, 1 % of traces sampled against no traces',
      better: 'lower',
      target: 1.05,
    },
  ],
  ofThisHeadAlone: true,
  measure: async (run) => {
    const sink = await run.start('traces/span-sink');
    const endpoint = `http://127.0.0.1:${await sink.call<number>('port')}`;
    const ratios = await costRatios(run, {
      start: (_, round) =>
        run.start('traces/traced-server', join(run.folder, `traced-${round}.db`), endpoint, String(SHARE)),
      command: 'trace',
      era: 'modern',
    });
    return { [ROW]: ratios };
  },
};
