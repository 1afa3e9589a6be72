import { join } from 'node:path';
import { costRatios } from '../mcp/switched-calls.ts';
import type { Scenario } from '../scenario.ts';

const ROW = 'metrics.cpu_ratio';

/** What a call costs while metrics are kept of it. */
export const METRICS: Scenario = {
  rows: [
    {
      name: ROW,
      unit: 'ratio of CPU time per call, with metrics against without',
      better: 'lower',
      target: 1.05,
    },
  ],
  ofThisHeadAlone: true,
  measure: async (run) => ({
    [ROW]: await costRatios(run, {
      start: (_, round) => run.start('metrics/metered-server', join(run.folder, `metered-${round}.db`)),
      command: 'meter',
      era: 'legacy',
    }),
  }),
};
