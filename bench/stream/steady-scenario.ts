import { join } from 'node:path';
import { inTurns, ratios } from '../rounds.ts';
import { median, type RowSpec } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { StreamStage, type Peer, type Performance } from './stream-stage.ts';

const PER_SECOND = 1_000;
const WARM_UP_MS = 1_000;
const SLICE_MS = 2_000;

/** This server with a log in memory and with one in a file, and its peers. */
type Contestant = Peer | 'sqlite';

const ratio = { unit: 'ratio of CPU time of the server', better: 'lower' } as const;
const cpuRows: Partial<Record<Peer, RowSpec>> = {
  nest: { name: 'fanout.100x1000.cpu_vs_nest', ...ratio, target: 0.5 },
  'better-sse': { name: 'fanout.100x1000.cpu_vs_better_sse', ...ratio, target: 0.7 },
  tutorial: { name: 'fanout.100x1000.cpu_vs_tutorial', ...ratio },
  raw: { name: 'fanout.100x1000.cpu_vs_raw', ...ratio },
};

/**
 * The delay counts only in rounds in which raw sockets keep this p99 (in milliseconds), because then the machine is
 * quiet.
 */
const RAW_P99_MS = 5;
const DELAY = 'fanout.100x1000.p99_ms';
const RAW_DELAY = 'fanout.100x1000.raw_p99_ms';
const SQLITE_MIDDLE = 'fanout.100x1000.sqlite_p50_ms';
const SQLITE_DELAY = 'fanout.100x1000.sqlite_p99_ms';

/** 100 subscribers and 1,000 events per second, one or two per turn: every write counts. */
export const STEADY_TO_100: Scenario = {
  rows: [
    ...Object.values(cpuRows),
    {
      name: DELAY,
      unit: 'ms from publish to receive, where raw sockets keep 5',
      better: 'lower',
      target: 10,
    },
    { name: RAW_DELAY, unit: 'ms from publish to receive', better: 'lower' },
    { name: SQLITE_MIDDLE, unit: 'ms from publish to receive, over sqlite', better: 'lower' },
    { name: SQLITE_DELAY, unit: 'ms from publish to receive, over sqlite', better: 'lower' },
  ],
  measure: measureSteady,
};

async function measureSteady(run: BenchRun): Promise<Samples> {
  const delays = run.wants(DELAY) || run.wants(RAW_DELAY);
  const compared = (Object.keys(cpuRows) as Peer[]).filter(
    (peer) => run.wants(cpuRows[peer]?.name ?? '') || (peer === 'raw' && delays),
  );
  const stored = run.wants(SQLITE_MIDDLE) || run.wants(SQLITE_DELAY);
  const contestants: Contestant[] = ['crowsnest', ...(stored ? ['sqlite' as const] : []), ...compared];
  const stages = {} as Record<Contestant, StreamStage>;
  for (const name of contestants) {
    stages[name] = await openStage(run, name);
    await stages[name].paced(PER_SECOND, WARM_UP_MS);
  }
  const rounds = await inTurns(run, contestants, (name) => stages[name].paced(PER_SECOND, SLICE_MS));
  for (const name of contestants) run.note(`100 × 1,000/s, ${name}: ${described(rounds[name])}`);
  const cpu = (peer: Peer): number[] => rounds[peer].map(({ cpuUs }) => cpuUs);
  const figures = compared.map((peer) => [cpuRows[peer]?.name, ratios(cpu('crowsnest'), cpu(peer))]);
  return {
    ...(Object.fromEntries(figures) as Samples),
    ...(delays && delayFigures(run, rounds)),
    ...(stored && storedDelayFigures(rounds.sqlite)),
  };
}

function openStage(run: BenchRun, name: Contestant): Promise<StreamStage> {
  if (name !== 'sqlite') return StreamStage.open(run, name, 100);
  return StreamStage.open(run, 'crowsnest', 100, { log: `sqlite:${join(run.folder, 'events.db')}` });
}

/** The delay in the rounds in which raw sockets kept their p99; in all rounds if there was none. */
function delayFigures(run: BenchRun, rounds: Record<Peer, Performance[]>): Samples {
  const raw = rounds.raw.map(({ reception }) => reception.p99Ms);
  const ours = rounds.crowsnest.map(({ reception }) => reception.p99Ms);
  const quiet = ours.filter((_, round) => (raw[round] ?? Infinity) <= RAW_P99_MS);
  if (quiet.length === 0) run.note(`raw sockets never kept ${RAW_P99_MS} ms: ${DELAY} says little`);
  return { [DELAY]: quiet.length > 0 ? quiet : ours, [RAW_DELAY]: raw };
}

/** The delay with the default log: an event is sent once it is committed to the file. */
function storedDelayFigures(performances: Performance[]): Samples {
  const receptions = performances.map(({ reception }) => reception);
  return {
    [SQLITE_MIDDLE]: receptions.map(({ p50Ms }) => p50Ms),
    [SQLITE_DELAY]: receptions.map(({ p99Ms }) => p99Ms),
  };
}

function described(performances: Performance[]): string {
  const middle = (pick: (performance: Performance) => number): number => median(performances.map(pick));
  const cpu = middle(({ cpuUs, reception }) => cpuUs / reception.deliveries);
  const p50 = middle(({ reception }) => reception.p50Ms);
  const p99 = middle(({ reception }) => reception.p99Ms);
  const faults = performances.reduce((sum, { reception }) => sum + reception.gaps + reception.doubles, 0);
  return `${cpu.toFixed(2)} µs of CPU a delivery, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${faults} gaps and doubles`;
}
