import { inTurns, ratios } from '../rounds.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { StreamStage, type Peer, type Performance } from './stream-stage.ts';

const SUBSCRIBERS = 1_000;
const PER_SECOND = 1_000;
const WARM_UP_MS = 2_000;
const SLICE_MS = 3_000;

const GAPS = 'fanout.1000x1000.gaps';
const DOUBLES = 'fanout.1000x1000.doubles';
const CPU = 'fanout.1000x1000.cpu_vs_raw';
const HELD = 'fanout.1000x1000.deliveries_per_s';

/** A million deliveries per second: none missing, none twice, and their cost. */
export const A_MILLION: Scenario = {
  rows: [
    { name: GAPS, unit: 'events', better: 'lower', target: 0, figure: 'sum' },
    { name: DOUBLES, unit: 'events', better: 'lower', target: 0, figure: 'sum' },
    { name: CPU, unit: 'ratio of CPU time of the server', better: 'lower', target: 0.5 },
    { name: HELD, unit: 'deliveries per second, of 1,000,000 published', better: 'higher' },
  ],
  measure: measureMillion,
};

async function measureMillion(run: BenchRun): Promise<Samples> {
  const peers: Peer[] = run.wants(CPU) ? ['crowsnest', 'raw'] : ['crowsnest'];
  const stages = {} as Record<Peer, StreamStage>;
  for (const peer of peers) {
    stages[peer] = await StreamStage.open(run, peer, SUBSCRIBERS);
    await stages[peer].paced(PER_SECOND, WARM_UP_MS);
  }
  const rounds = await inTurns(run, peers, (peer) => stages[peer].paced(PER_SECOND, SLICE_MS));
  for (const peer of peers) run.note(`1,000 × 1,000/s, ${peer}: ${described(rounds[peer])}`);
  const ours = rounds.crowsnest.map(({ reception }) => reception);
  const cpu = (peer: Peer): number[] => (rounds[peer] ?? []).map(({ cpuUs }) => cpuUs);
  return {
    [GAPS]: ours.map(({ gaps }) => gaps),
    [DOUBLES]: ours.map(({ doubles }) => doubles),
    [CPU]: ratios(cpu('crowsnest'), cpu('raw')),
    [HELD]: ours.map(({ deliveries, seconds }) => deliveries / seconds),
  };
}

function described(performances: Performance[]): string {
  const middle = (pick: (performance: Performance) => number): number => median(performances.map(pick));
  const share = middle(({ cpuUs, reception }) => cpuUs / 1e6 / reception.seconds) * 100;
  const rate = middle(({ reception }) => reception.deliveries / reception.seconds) / 1_000;
  const p99 = middle(({ reception }) => reception.p99Ms);
  return `${share.toFixed(0)} % of a core, ${rate.toFixed(0)} thousand deliveries/s, p99 ${p99.toFixed(1)} ms`;
}
