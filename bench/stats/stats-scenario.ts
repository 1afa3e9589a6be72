import { join } from 'node:path';
import { ADMIN_TOKEN } from '../crowsnest-access.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { HISTORY_MS } from './history.ts';

const EVENTS = 1_000_000;
/** Number of timed answers per round. */
const ANSWERS = 3;
const MOMENTS = 20;
const MINUTE_MS = 60_000;

const RANGE = 'stats.range_ms';
const FIRST = 'stats.range.first_ms';
const SERIES = 'stats.series_ms';
const AT = 'stats.at_ms';
const BLOCK = 'stats.max_block_ms';

/** Counters of the past, computed from the events of a day in a file. */
export const STATS: Scenario = {
  ofThisHeadAlone: true,
  rows: [
    { name: RANGE, unit: 'ms per range of 1,000,000 events', better: 'lower', target: 1_000 },
    { name: FIRST, unit: 'ms for the first range after a start', better: 'lower' },
    { name: SERIES, unit: 'ms per series of 1,440 minutes', better: 'lower', target: 1_000 },
    { name: AT, unit: 'ms per snapshot of the past', better: 'lower' },
    { name: BLOCK, unit: 'ms of CPU time in one turn, meanwhile', better: 'lower', target: 10 },
  ],
  measure: measureStats,
};

async function measureStats(run: BenchRun): Promise<Samples> {
  const database = join(run.folder, 'events.db');
  const earlier = await run.start('stats/server', database);
  await earlier.call('fill', EVENTS);
  await earlier.stop();
  const server = await run.start('stats/server', database);
  const origin = `http://127.0.0.1:${await server.call<number>('port')}`;
  const { first, last } = await server.call<{ first: number; last: number }>('extent');
  const to = Math.floor(Date.now() / MINUTE_MS + 1) * MINUTE_MS;
  const range = `from=${iso(to - HISTORY_MS - 10 * MINUTE_MS)}&to=${iso(to)}`;
  const paths = {
    range: (): string => `/stats?${range}`,
    series: (): string => `/stats/series?${range}&step=${MINUTE_MS}`,
    at: (): string => `/stats?at=${Math.floor(first + (last - first) * Math.random())}`,
  };
  const timed = async (path: () => string, times: number): Promise<number[]> => {
    const durations: number[] = [];
    for (let n = 0; n < times; n += 1) durations.push(await answerMs(origin + path()));
    return durations;
  };
  const samples: Samples = {
    [FIRST]: await timed(paths.range, 1),
    [RANGE]: await timed(paths.range, run.rounds * ANSWERS),
    [SERIES]: await timed(paths.series, run.rounds * ANSWERS),
    [AT]: await timed(paths.at, MOMENTS),
  };
  await server.call('watchTurns');
  const blocks: number[] = [];
  for (const [name, path] of Object.entries(paths)) {
    await server.call('longestTurnMs');
    await timed(path, ANSWERS);
    const ms = await server.call<number>('longestTurnMs');
    run.note(`longest turn for ${name}: ${ms.toFixed(1)} ms`);
    blocks.push(ms);
  }
  return { ...samples, [BLOCK]: [Math.max(...blocks)] };
}

async function answerMs(url: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  await response.text();
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}`);
  return performance.now() - began;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
