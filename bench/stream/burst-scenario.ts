import { inTurns, ratios } from '../rounds.ts';
import { median, type RowSpec } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { StreamStage, type Peer } from './stream-stage.ts';

const WARM_UP_MS = 1_500;
const SLICE_MS = 1_500;

const row = { unit: 'ratio of deliveries per CPU second', better: 'higher' } as const;

/** A row for each peer that this server is compared with. */
type BurstRows = Partial<Record<Exclude<Peer, 'crowsnest'>, RowSpec>>;

/** 64 events per turn, as fast as the subscribers take them: measures the server's cost per delivery. */
export const BURST_TO_100 = scenarioOf(100, {
  raw: { name: 'fanout.burst100.vs_raw', ...row, target: 0.95 },
  nest: { name: 'fanout.burst100.vs_nest', ...row, target: 50 },
  'better-sse': { name: 'fanout.burst100.vs_better_sse', ...row, target: 15 },
  tutorial: { name: 'fanout.burst100.vs_tutorial', ...row },
});

export const BURST_TO_1000 = scenarioOf(1_000, {
  raw: { name: 'fanout.burst1000.vs_raw', ...row, target: 0.95 },
});

function scenarioOf(subscribers: number, rows: BurstRows): Scenario {
  return { rows: Object.values(rows), measure: (run) => measureBursts(run, subscribers, rows) };
}

async function measureBursts(run: BenchRun, subscribers: number, rows: BurstRows): Promise<Samples> {
  const wanted = Object.entries(rows).filter(([, row]) => run.wants(row.name)) as [Peer, RowSpec][];
  const peers: Peer[] = ['crowsnest', ...wanted.map(([peer]) => peer)];
  const stages = {} as Record<Peer, StreamStage>;
  for (const peer of peers) {
    stages[peer] = await StreamStage.open(run, peer, subscribers);
    await stages[peer].bursts({ ms: WARM_UP_MS });
  }
  const rates = await inTurns(run, peers, async (peer) => {
    const { cpuUs, reception } = await stages[peer].bursts({ ms: SLICE_MS });
    if (reception.gaps + reception.doubles > 0)
      run.note(`${peer}: ${reception.gaps} gaps, ${reception.doubles} doubles`);
    return {
      perCpuSecond: reception.deliveries / (cpuUs / 1e6),
      perSecond: reception.deliveries / reception.seconds,
    };
  });
  const perCpuSecond = (peer: Peer): number[] => rates[peer].map((rate) => rate.perCpuSecond);
  for (const peer of peers) {
    const us = 1e6 / median(perCpuSecond(peer));
    const thousands = median(rates[peer].map(({ perSecond }) => perSecond)) / 1_000;
    run.note(
      `${subscribers} × 64 a turn, ${peer}: ${us.toFixed(3)} µs of CPU a delivery, ${thousands.toFixed(0)} thousand/s`,
    );
  }
  return Object.fromEntries(
    wanted.map(([peer, { name }]) => [name, ratios(perCpuSecond('crowsnest'), perCpuSecond(peer))]),
  );
}
