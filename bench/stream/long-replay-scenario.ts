import { join } from 'node:path';
import { inTurns, ratios } from '../rounds.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { fillLog } from './fill-log.ts';
import { REPLAYED, Returner } from './returner.ts';
import { StreamStage } from './stream-stage.ts';

const LIVE = 50;
const PER_SECOND = 200;
const WARM_UP_MS = 1_000;
const SLICE_MS = 3_000;

const RATIO = 'replay.100k.live_p99_ratio';
const LIVE_DELAY = 'replay.100k.live_p99_ms';
const DURATION = 'replay.100k.ms';

/** Clients that return after a long time, one after another: measures how this delays the live subscribers. */
export const LONG_REPLAY: Scenario = {
  rows: [
    {
      name: RATIO,
      unit: 'ratio of the p99 of live delivery, with a replay over without',
      better: 'lower',
      target: 2,
    },
    { name: LIVE_DELAY, unit: 'ms from publish to receive, while others replay', better: 'lower' },
    { name: DURATION, unit: 'ms per replay of 100,000 events, from sqlite', better: 'lower' },
  ],
  measure: measureLongReplay,
};

async function measureLongReplay(run: BenchRun): Promise<Samples> {
  const stage = await StreamStage.open(run, 'crowsnest', 0, {
    log: `sqlite:${join(run.folder, 'events.db')}`,
  });
  const returner = await Returner.start(run, stage.server);
  await fillLog(stage.server, REPLAYED);
  await stage.connect(LIVE);
  const measure = {
    without: async (ms: number): Promise<Slice> => ({ p99Ms: await liveP99(stage, ms), replayMs: [] }),
    with: async (ms: number): Promise<Slice> => {
      const { result, replayMs } = await returner.replayDuring(() => liveP99(stage, ms));
      return { p99Ms: result, replayMs };
    },
  };
  await measure.with(WARM_UP_MS);
  const rounds = await inTurns(run, ['with', 'without'], (name) => measure[name](SLICE_MS));
  const p99 = (name: 'with' | 'without'): number[] => rounds[name].map(({ p99Ms }) => p99Ms);
  const replayMs = rounds.with.flatMap((slice) => slice.replayMs);
  run.note(`without a replay: p99 of the live ${median(p99('without')).toFixed(1)} ms`);
  run.note(`with ${replayMs.length} replays: p99 of the live ${median(p99('with')).toFixed(1)} ms`);
  return {
    [RATIO]: ratios(p99('with'), p99('without')),
    [LIVE_DELAY]: p99('with'),
    [DURATION]: replayMs,
  };
}

interface Slice {
  /** Milliseconds from publishing to receiving, for the subscribers that stay connected. */
  p99Ms: number;
  /** The duration of each replay meanwhile, in milliseconds. */
  replayMs: number[];
}

/**
 * The delay of live delivery. Throws if a subscriber missed an event or got one twice, because then it means nothing.
 */
async function liveP99(stage: StreamStage, ms: number): Promise<number> {
  const { gaps, doubles, p99Ms } = (await stage.paced(PER_SECOND, ms)).reception;
  if (gaps + doubles > 0) throw new Error(`The live subscribers saw ${gaps} gaps and ${doubles} doubles`);
  return p99Ms;
}
