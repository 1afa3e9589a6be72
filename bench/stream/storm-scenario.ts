import { join } from 'node:path';
import { openFileLimit } from '../processes/open-file-limit.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { fillLog } from './fill-log.ts';

const CLIENTS = 1_000;
/** Files that a process opens besides the sockets of its clients. */
const OTHER_FILES = 200;
/** Number of events in the log, and of those that each client has missed. */
const EVENTS = 10_000;
const MISSED = 100;
/** Number of storms before the first measurement, so that the code is compiled. */
const WARM_UP = 2;

const STORM = 'fanout.reconnect_storm_ms';

/** Clients that all lost their streams at the same moment, and return at once: to a log in a file, as after a restart. */
export const RECONNECT_STORM: Scenario = {
  rows: [
    { name: STORM, unit: 'ms until 1,000 clients that return at once have missed nothing', better: 'lower' },
  ],
  measure: measureStorm,
};

async function measureStorm(run: BenchRun): Promise<Samples> {
  const count = Math.min(CLIENTS, openFileLimit() - OTHER_FILES);
  if (count < CLIENTS) run.note(`the system allows ${count} clients here, not ${CLIENTS}`);
  const server = await run.startCrowsnest(
    'stream/servers/crowsnest',
    `sqlite:${join(run.folder, 'storm.db')}`,
  );
  const before = Number(await server.call<string>('lastId'));
  await fillLog(server, EVENTS);
  const clients = await run.start('stream/subscribers/main');
  const { port } = await server.call<{ port: number }>('ports');
  const first = EVENTS - MISSED;
  // Ids are consecutive, so the position of each event follows from the one before the first.
  const target = { port, greeting: 'event: hello', lastEventId: String(before + first) };
  const storm = () =>
    server.cpuDuring(() => clients.call<number>('storm', { target, first, count: MISSED, clients: count }));
  for (let round = 0; round < WARM_UP; round += 1) await storm();
  const milliseconds: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < run.rounds; round += 1) {
    await run.handOver();
    const { result, cpuUs } = await storm();
    milliseconds.push(result);
    cpu.push(cpuUs / 1_000);
  }
  run.note(`${count} clients that return at once: ${median(cpu).toFixed(0)} ms of CPU time of the server`);
  return { [STORM]: milliseconds };
}
