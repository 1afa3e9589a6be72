import { join } from 'node:path';
import { ADMIN_TOKEN } from '../crowsnest-access.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { ONE_TOOL, RARE_ERROR } from './history-event.ts';

const ROW = 'history.filtered_ms';
const BLOCK = 'history.filtered.block_ms';
const UNIT = 'ms for all that a filter finds in 1,000,000 events';
/** Bytes of an answer without events. */
const EMPTY = '{"events":[]}'.length;

/** Filters over a long history: the time that they take, and the longest turn of the serving thread meanwhile. */
export const FILTERED_HISTORY: Scenario = {
  ofThisHeadAlone: true,
  rows: [
    { name: `${ROW}.session`, unit: UNIT, better: 'lower', target: 50 },
    { name: `${ROW}.tool`, unit: UNIT, better: 'lower', target: 200 },
    { name: `${ROW}.error`, unit: UNIT, better: 'lower', target: 1_000 },
    { name: BLOCK, unit: 'ms of CPU time in one turn', better: 'lower', target: 10 },
  ],
  measure: measureFiltered,
};

async function measureFiltered(run: BenchRun): Promise<Samples> {
  const server = await run.start('history/server', join(run.folder, 'events.db'));
  const session = await server.call<string>('fill');
  const port = await server.call<number>('port');
  const filters = {
    session: `session:${session}`,
    tool: `tool:${ONE_TOOL.toUpperCase()}*`,
    error: `kind:timeout "${RARE_ERROR}"`,
  };
  const samples: Record<keyof typeof filters, number[]> = { session: [], tool: [], error: [] };
  const names = Object.keys(filters) as (keyof typeof filters)[];
  // The first round is a warm-up.
  for (let round = 0; round <= run.rounds; round += 1)
    for (const name of names) {
      const ms = await timeOf(port, filters[name]);
      if (round > 0) samples[name].push(ms);
    }
  await server.call('watchTurns');
  await server.call('longestTurnMs');
  for (const name of names) await timeOf(port, filters[name]);
  const blockMs = await server.call<number>('longestTurnMs');
  return {
    ...Object.fromEntries(names.map((name) => [`${ROW}.${name}`, samples[name]])),
    [BLOCK]: [blockMs],
  };
}

/** Resolves with the milliseconds of a request for everything that a filter finds. Throws if it finds nothing. */
async function timeOf(port: number, filter: string): Promise<number> {
  const begun = performance.now();
  const response = await fetch(
    `http://127.0.0.1:${port}/history?limit=1000&filter=${encodeURIComponent(filter)}`,
    { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
  );
  const answer = await response.text();
  const ms = performance.now() - begun;
  if (response.status !== 200 || answer.length <= EMPTY)
    throw new Error(`${filter}: ${answer.slice(0, 200)}`);
  return ms;
}
