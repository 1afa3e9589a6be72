import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, median, medianRatio } from '../rounds.ts';
import type { BenchRun, Figures, Scenario } from '../scenario.ts';
import { StreamStage } from './stream-stage.ts';

const HEALTHY = 9;
const STALLED = 50;
const PER_SECOND = 2_000;
const MS = 20_000;
/** A short log: that it fills and is cut is not to be taken for what a subscriber costs. */
const LOG_EVENTS = 10_000;
/** Enough to fill it twice. */
const WARM_UP_EVENTS = 25_600;
/** Twelve megabytes, more than the system's buffers take for a connection: from then on it is stalled. */
const FILLING_EVENTS = 40_960;
/** Each takes forty seconds, and fresh servers. */
const ROUNDS = 2;
const MEGABYTE = 1_024 * 1_024;

const GROWTH = 'stalled.most.growth_mb';
const DELAY = 'stalled.most.healthy_p99_ratio';

/** Fifty of 59 subscribers do not read: what it costs in memory, and what the others notice of it. */
export const MOST_STALLED: Scenario = {
  rows: [
    { name: GROWTH, unit: 'MB: retained, or resident beyond the run without them', target: '<= 64' },
    { name: DELAY, unit: 'ratio of p99 over the run without them', target: '<= 2' },
  ],
  measure: measureMostStalled,
};

async function measureMostStalled(run: BenchRun): Promise<Figures> {
  const cases = ['with', 'without'] as const;
  const runs = await inTurns(cases, Math.min(run.rounds, ROUNDS), async (name): Promise<Outcome> => {
    const stalled = name === 'with' ? STALLED : 0;
    const stage = await StreamStage.open(run, 'crowsnest', HEALTHY + stalled, { keeps: LOG_EVENTS });
    await stage.bursts({ count: WARM_UP_EVENTS });
    const before = await stage.server.call('retainedBytes');
    const resident = watchResident(stage.server);
    if (stalled > 0) await stage.subscribers.call('stall', stalled);
    await stage.bursts({ count: FILLING_EVENTS });
    const { reception } = await stage.paced(PER_SECOND, MS);
    const residentMb = (await resident.stop()) / MEGABYTE;
    const retainedMb = ((await stage.server.call('retainedBytes')) - before) / MEGABYTE;
    await stage.close();
    return { p99Ms: reception.p99Ms, residentMb, retainedMb };
  });
  for (const name of cases) run.note(`${name} 50 stalled: ${described(runs[name])}`);
  const grown = runs.with.map(({ residentMb, retainedMb }, round) =>
    Math.max(retainedMb, residentMb - (runs.without[round]?.residentMb ?? NaN)),
  );
  const p99 = (name: (typeof cases)[number]): number[] => runs[name].map(({ p99Ms }) => p99Ms);
  return { [GROWTH]: median(grown), [DELAY]: medianRatio(p99('with'), p99('without')) };
}

interface Outcome {
  p99Ms: number;
  /** How far the process grew at most, garbage included: much of it comes and goes without them, too. */
  residentMb: number;
  /** What is left of that after a collection, while they are still connected. */
  retainedMb: number;
}

function described(outcomes: Outcome[]): string {
  const middle = (key: keyof Outcome): string => median(outcomes.map((outcome) => outcome[key])).toFixed(1);
  return `healthy p99 ${middle('p99Ms')} ms, resident +${middle('residentMb')} MB, retained +${middle('retainedMb')} MB`;
}

/** Follows how much of a process is in memory; `stop` tells by how much it grew at most. */
function watchResident(server: BenchProcess): { stop: () => Promise<number> } {
  let first: number | undefined;
  let most = 0;
  const look = async (): Promise<void> => {
    const bytes = await server.call('residentBytes');
    first ??= bytes;
    most = Math.max(most, bytes - first);
  };
  const timer = setInterval(() => void look().catch(() => clearInterval(timer)), 250);
  return {
    stop: async () => {
      clearInterval(timer);
      await look();
      return most;
    },
  };
}
