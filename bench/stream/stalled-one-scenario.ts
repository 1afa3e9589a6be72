import { inTurns } from '../rounds.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { EVENT_BYTES } from './bench-event.ts';
import { StreamStage } from './stream-stage.ts';

/** A short log, so that its growth is not mistaken for the cost of a subscriber. */
const LOG_EVENTS = 10_000;
/** Enough to fill the log twice. */
const WARM_UP_EVENTS = 25_600;
const PUBLISHED_BYTES = 50e6;
/** Each round has new servers. */
const ROUNDS = 2;
const MEGABYTE = 1_024 * 1_024;

const GROWTH = 'stalled.one.growth_mb';

/** The memory that the server retains for a subscriber that does not read, while another one receives 50 MB. */
export const ONE_STALLED: Scenario = {
  rows: [{ name: GROWTH, unit: 'MB more than without it', better: 'lower', target: 1 }],
  measure: measureOneStalled,
};

async function measureOneStalled(run: BenchRun): Promise<Samples> {
  const cases = ['with', 'without'] as const;
  const grown = await inTurns({ ...run, rounds: Math.min(run.rounds, ROUNDS) }, cases, async (name) => {
    const stalled = name === 'with' ? 1 : 0;
    const stage = await StreamStage.open(run, 'crowsnest', 1 + stalled, { keeps: LOG_EVENTS });
    await stage.bursts({ count: WARM_UP_EVENTS });
    if (stalled > 0) await stage.subscribers.call('stall', stalled);
    const before = await stage.server.call('retainedBytes');
    await stage.bursts({ count: Math.ceil(PUBLISHED_BYTES / EVENT_BYTES) });
    const after = await stage.server.call('retainedBytes');
    await stage.close();
    return (after - before) / MEGABYTE;
  });
  for (const name of cases) run.note(`${name} one stalled: grown by ${median(grown[name]).toFixed(1)} MB`);
  return { [GROWTH]: grown.with.map((megabytes, round) => megabytes - (grown.without[round] ?? NaN)) };
}
