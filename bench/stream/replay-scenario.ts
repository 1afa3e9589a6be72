import { join } from 'node:path';
import type { BenchProcess, CpuCost } from '../processes/bench-process.ts';
import { inTurns, median } from '../rounds.ts';
import type { BenchRun, Figures, Scenario } from '../scenario.ts';
import { fillLog } from './fill-log.ts';

const EVENTS = 10_000;
/** Replays before anything is measured, time for the compiler; and in one measurement. */
const WARM_UP = 100;
const TIMES = 10;

const SQLITE = 'replay.10k.sqlite.cpu_ms';
const TAIL = 'replay.10k.tail.cpu_ms';
const EITHER = 'replay.10k.cpu_ms';

/** What it costs the server to give ten thousand events to a client that comes back, connecting included. */
export const REPLAY: Scenario = {
  rows: [
    { name: EITHER, unit: 'CPU ms a replay, from sqlite', target: '<= 20' },
    { name: SQLITE, unit: 'CPU ms a replay, after a restart', target: '<= 20' },
    { name: TAIL, unit: 'CPU ms a replay, just published', target: '<= 5' },
  ],
  measure: measureReplay,
};

async function measureReplay(run: BenchRun): Promise<Figures> {
  const files = { sqlite: join(run.folder, 'older.db'), tail: join(run.folder, 'live.db') };
  const after = { sqlite: '', tail: '' };
  // The events of one log are those of an earlier run; those of the other have just gone by.
  const earlier = await run.start('stream/servers/crowsnest', `sqlite:${files.sqlite}`);
  after.sqlite = await publishAll(earlier);
  await earlier.stop();
  const tail = await run.start('stream/servers/crowsnest', `sqlite:${files.tail}`);
  after.tail = await publishAll(tail);
  const servers = { sqlite: await run.start('stream/servers/crowsnest', `sqlite:${files.sqlite}`), tail };
  const subscriber = await run.start('stream/subscribers/main');
  const replayed = async (name: 'sqlite' | 'tail', times: number): Promise<CpuCost> => {
    const { port } = await servers[name].call<{ port: number }>('ports');
    const target = { port, greeting: 'event: hello', lastEventId: after[name] };
    const request = { target, first: 0, count: EVENTS, times };
    const { cpuUs, threadUs } = await servers[name].cpuDuring(() => subscriber.call('replay', request));
    return { cpuUs: cpuUs / times, threadUs: threadUs / times };
  };
  await replayed('sqlite', WARM_UP);
  await replayed('tail', WARM_UP);
  const costs = await inTurns(['sqlite', 'tail'] as const, run.rounds, (name) => replayed(name, TIMES));
  const ms = (name: 'sqlite' | 'tail', part: keyof CpuCost): number =>
    median(costs[name].map((cost) => cost[part])) / 1_000;
  for (const name of ['sqlite', 'tail'] as const)
    run.note(
      `${name}: ${ms(name, 'threadUs').toFixed(1)} of ${ms(name, 'cpuUs').toFixed(1)} ms on the serving thread`,
    );
  const sqlite = ms('sqlite', 'cpuUs');
  return { [EITHER]: sqlite, [SQLITE]: sqlite, [TAIL]: ms('tail', 'cpuUs') };
}

/** Publishes them all; resolves with the id before the first. */
async function publishAll(server: BenchProcess): Promise<string> {
  const before = await server.call<string>('lastId');
  await fillLog(server, EVENTS);
  return before;
}
