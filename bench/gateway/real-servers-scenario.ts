import { TRIVIAL_CALL, type RepeatedCall } from '../mcp/load/mcp-requests.ts';
import type { BenchProcess } from '../processes/bench-process.ts';
import { ratios } from '../rounds.ts';
import type { RowSpec } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { p50s, PAUSE_MS, WaysToServer } from './ways-to-server.ts';

/** Milliseconds that a call of the working tool takes, as one that asks a database does. */
const WORK_MS = 10;

/** The most that a call may take through the gateway, over direct. */
const MOST = 1.25;

/** The tool of the reference server that does the least. */
const ECHO: RepeatedCall = { name: 'echo', arguments: { message: 'ahoy' }, answer: '"text":"Echo: ahoy"' };

/** A server that is called in both ways, and the tool there. */
interface RealServer {
  /** Its part in the names of the rows. */
  name: string;
  /** What is called, for people. */
  what: string;
  call: RepeatedCall;
  start: (run: BenchRun) => Promise<BenchProcess>;
}

/** What the gateway adds to the duration of a call where the server does more than a bare SDK with a tool that does nothing. */
export const GATEWAY_REAL_SERVERS: readonly Scenario[] = [
  scenario({
    name: 'everything',
    what: 'echo of server-everything',
    call: ECHO,
    start: (run) => run.start('gateway/everything-server'),
  }),
  scenario({
    name: 'working',
    what: `a tool that takes ${WORK_MS} ms`,
    call: TRIVIAL_CALL,
    start: (run) => run.start('gateway/working-server', String(WORK_MS)),
  }),
];

function scenario({ name, what, call, start }: RealServer): Scenario {
  const row = (figure: string): string => `gateway.http.${name}_${figure}`;
  const spec = (figure: string, unit: string): RowSpec => ({ name: row(figure), unit, better: 'lower' });
  return {
    rows: [
      {
        ...spec('p50_ratio', `ratio of the medians of durations of ${what}, through the gateway over direct`),
        target: MOST,
      },
      spec('bare_p50_ratio', 'the same ratio of a proxy in Node.js that only copies bytes'),
      { ...spec('paced_p50_ratio', 'the first ratio, of agents that pause between calls'), target: MOST },
      spec('paced_bare_p50_ratio', 'the same ratio of the proxy that only copies bytes'),
    ],
    ofThisHeadAlone: true,
    async measure(run): Promise<Samples> {
      const ways = await WaysToServer.to(await start(run), run, call);
      const full = await ways.measure(0);
      const paced = await ways.measure(PAUSE_MS);
      ways.note(full, paced);
      const ofDirect = (rates: typeof full, way: 'bare' | 'gateway'): number[] =>
        ratios(p50s(rates[way]), p50s(rates.direct));
      return {
        [row('p50_ratio')]: ofDirect(full, 'gateway'),
        [row('bare_p50_ratio')]: ofDirect(full, 'bare'),
        [row('paced_p50_ratio')]: ofDirect(paced, 'gateway'),
        [row('paced_bare_p50_ratio')]: ofDirect(paced, 'bare'),
      };
    },
  };
}
