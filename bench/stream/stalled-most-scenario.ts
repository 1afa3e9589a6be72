import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, ratios } from '../rounds.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { StreamStage } from './stream-stage.ts';

const HEALTHY = 9;
const STALLED = 50;
const PER_SECOND = 2_000;
const MS = 20_000;
/** A short log, so that its growth is not mistaken for the cost of a subscriber. */
const LOG_EVENTS = 10_000;
/** Enough to fill the log twice. */
const WARM_UP_EVENTS = 25_600;
/** 12 MB, more than the system buffers for a connection: afterwards a subscriber that does not read is stalled. */
const FILLING_EVENTS = 40_960;
/** A round takes 40 seconds, with new servers. */
const ROUNDS = 2;
const MEGABYTE = 1_024 * 1_024;

const GROWTH = 'stalled.most.growth_mb';
const DELAY = 'stalled.most.healthy_p99_ratio';

/** 50 of 59 subscribers do not read: measures the memory, and how it affects the others. */
export const MOST_STALLED: Scenario = {
  rows: [
    {
      name: GROWTH,
      unit: 'MB: retained, or resident beyond the run without them',
      better: 'lower',
      target: 8,
    },
    { name: DELAY, unit: 'ratio of p99 over the run without them', better: 'lower', target: 1.3 },
  ],
  measure: measureMostStalled,
};

async function measureMostStalled(run: BenchRun): Promise<Samples> {
  const cases = ['with', 'without'] as const;
  const runs = await inTurns(
    { ...run, rounds: Math.min(run.rounds, ROUNDS) },
    cases,
    async (name): Promise<Outcome> => {
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
    },
  );
  for (const name of cases) run.note(`${name} 50 stalled: ${described(runs[name])}`);
  const grown = runs.with.map(({ residentMb, retainedMb }, round) =>
    Math.max(retainedMb, residentMb - (runs.without[round]?.residentMb ?? NaN)),
  );
  const p99 = (name: (typeof cases)[number]): number[] => runs[name].map(({ p99Ms }) => p99Ms);
  return { [GROWTH]: grown, [DELAY]: ratios(p99('with'), p99('without')) };
}

interface Outcome {
  p99Ms: number;
  /** Largest growth of the process, including garbage. Much of it also occurs without stalled subscribers. */
  residentMb: number;
  /** The growth after a garbage collection, while all subscribers are still connected. */
  retainedMb: number;
}

function described(outcomes: Outcome[]): string {
  const middle = (key: keyof Outcome): string => median(outcomes.map((outcome) => outcome[key])).toFixed(1);
  return `healthy p99 ${middle('p99Ms')} ms, resident +${middle('residentMb')} MB, retained +${middle('retainedMb')} MB`;
}

/** Samples the resident memory of a process; `stop` resolves with its largest growth. */
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
