import { join } from 'node:path';
import { inTurns } from '../rounds.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import type { Published } from './publisher.ts';

const WARM_UP_EVENTS = 30_000;
const EVENTS = 20_000;
const PER_TURN = 64;

/** The cost of an event on the thread that publishes it, including everything that follows on that thread. */
export const PUBLISH: Scenario = {
  rows: [
    {
      name: 'publish.us',
      unit: 'µs of CPU of the publishing thread per event, sqlite',
      better: 'lower',
      target: 8,
    },
    { name: 'publish.call_us', unit: 'µs of CPU in the call of publish alone', better: 'lower' },
  ],
  measure: measurePublish,
};

async function measurePublish(run: BenchRun): Promise<Samples> {
  const server = await run.startCrowsnest(
    'stream/servers/crowsnest',
    `sqlite:${join(run.folder, 'events.db')}`,
  );
  const publish = async (count: number): Promise<Published> => {
    const published = await server.call<Published>('all', { count, perTurn: PER_TURN });
    await server.call('flush');
    return published;
  };
  await publish(WARM_UP_EVENTS);
  const { sqlite } = await inTurns(run, ['sqlite'], () => server.cpuDuring(() => publish(EVENTS)));
  return {
    'publish.us': sqlite.map(({ threadUs }) => threadUs / EVENTS),
    'publish.call_us': sqlite.map(({ result }) => result.callUs / EVENTS),
  };
}
