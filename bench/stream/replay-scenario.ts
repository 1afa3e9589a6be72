import { join } from 'node:path';
import type { BenchProcess, CpuCost } from '../processes/bench-process.ts';
import { inTurns } from '../rounds.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { fillLog } from './fill-log.ts';

const EVENTS = 10_000;
/** Number of replays before the first measurement, so that the code is compiled, and in one measurement. */
const WARM_UP = 100;
const TIMES = 10;

const SQLITE = 'replay.10k.sqlite.cpu_ms';
const TAIL = 'replay.10k.tail.cpu_ms';
const EITHER = 'replay.10k.cpu_ms';

/** The server's cost of replaying 10,000 events to a client that returns, including its connection. */
export const REPLAY: Scenario = {
  rows: [
    { name: EITHER, unit: 'CPU ms per replay, from sqlite', better: 'lower', target: 8 },
    { name: SQLITE, unit: 'CPU ms per replay, after a restart', better: 'lower', target: 8 },
    { name: TAIL, unit: 'CPU ms per replay, just published', better: 'lower', target: 5 },
  ],
  measure: measureReplay,
};

async function measureReplay(run: BenchRun): Promise<Samples> {
  const files = { sqlite: join(run.folder, 'older.db'), tail: join(run.folder, 'live.db') };
  const after = { sqlite: '', tail: '' };
  // One log holds events of an earlier process, the other holds events that were just published.
  const earlier = await run.startCrowsnest('stream/servers/crowsnest', `sqlite:${files.sqlite}`);
  after.sqlite = await publishAll(earlier);
  await earlier.stop();
  const tail = await run.startCrowsnest('stream/servers/crowsnest', `sqlite:${files.tail}`);
  after.tail = await publishAll(tail);
  const servers = {
    sqlite: await run.startCrowsnest('stream/servers/crowsnest', `sqlite:${files.sqlite}`),
    tail,
  };
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
  const costs = await inTurns(run, ['sqlite', 'tail'] as const, (name) => replayed(name, TIMES));
  const ms = (name: 'sqlite' | 'tail', part: keyof CpuCost): number[] =>
    costs[name].map((cost) => cost[part] / 1_000);
  for (const name of ['sqlite', 'tail'] as const) {
    const [thread, all] = [median(ms(name, 'threadUs')), median(ms(name, 'cpuUs'))];
    run.note(`${name}: ${thread.toFixed(1)} of ${all.toFixed(1)} ms on the serving thread`);
  }
  const sqlite = ms('sqlite', 'cpuUs');
  return { [EITHER]: sqlite, [SQLITE]: sqlite, [TAIL]: ms('tail', 'cpuUs') };
}

/** Publishes all events; resolves with the id before the first. */
async function publishAll(server: BenchProcess): Promise<string> {
  const before = await server.call<string>('lastId');
  await fillLog(server, EVENTS);
  return before;
}
