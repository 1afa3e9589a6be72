import { inTurns, median, medianRatio } from '../rounds.ts';
import type { BenchRun, Figures, Scenario } from '../scenario.ts';
import { StreamStage, type Peer, type Performance } from './stream-stage.ts';

const SUBSCRIBERS = 1_000;
const PER_SECOND = 1_000;
const WARM_UP_MS = 2_000;
const SLICE_MS = 3_000;

const GAPS = 'fanout.1000x1000.gaps';
const DOUBLES = 'fanout.1000x1000.doubles';
const CPU = 'fanout.1000x1000.cpu_vs_raw';
const HELD = 'fanout.1000x1000.deliveries_per_s';

/** A million deliveries a second: nothing left out, nothing twice, and at what price. */
export const A_MILLION: Scenario = {
  rows: [
    { name: GAPS, unit: 'events', target: '= 0' },
    { name: DOUBLES, unit: 'events', target: '= 0' },
    { name: CPU, unit: 'ratio of CPU time of the server', target: '<= 1.25' },
    { name: HELD, unit: 'deliveries per second, of 1,000,000 published' },
  ],
  measure: measureMillion,
};

async function measureMillion(run: BenchRun): Promise<Figures> {
  const peers: Peer[] = run.wants(CPU) ? ['crowsnest', 'raw'] : ['crowsnest'];
  const stages = {} as Record<Peer, StreamStage>;
  for (const peer of peers) {
    stages[peer] = await StreamStage.open(run, peer, SUBSCRIBERS);
    await stages[peer].paced(PER_SECOND, WARM_UP_MS);
  }
  const rounds = await inTurns(peers, run.rounds, (peer) => stages[peer].paced(PER_SECOND, SLICE_MS));
  for (const peer of peers) run.note(`1,000 × 1,000/s, ${peer}: ${described(rounds[peer])}`);
  const ours = rounds.crowsnest.map(({ reception }) => reception);
  const cpu = (peer: Peer): number[] => (rounds[peer] ?? []).map(({ cpuUs }) => cpuUs);
  return {
    [GAPS]: ours.reduce((sum, { gaps }) => sum + gaps, 0),
    [DOUBLES]: ours.reduce((sum, { doubles }) => sum + doubles, 0),
    [CPU]: medianRatio(cpu('crowsnest'), cpu('raw')),
    [HELD]: median(ours.map(({ deliveries, seconds }) => deliveries / seconds)),
  };
}

function described(performances: Performance[]): string {
  const middle = (pick: (performance: Performance) => number): number => median(performances.map(pick));
  const share = middle(({ cpuUs, reception }) => cpuUs / 1e6 / reception.seconds) * 100;
  const rate = middle(({ reception }) => reception.deliveries / reception.seconds) / 1_000;
  const p99 = middle(({ reception }) => reception.p99Ms);
  return `${share.toFixed(0)} % of a core, ${rate.toFixed(0)} thousand deliveries/s, p99 ${p99.toFixed(1)} ms`;
}
