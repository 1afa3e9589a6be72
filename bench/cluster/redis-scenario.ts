import { inTurns } from '../rounds.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { startBroker } from './broker-process.ts';

const WARM_UP_EVENTS = 30_000;
const EVENTS = 40_000;
const PER_TURN = 64;

/** The cost of an event of a log in Redis, from its publication until it was read back and told. */
export const REDIS: Scenario = {
  rows: [
    {
      name: 'cluster.redis.publish_us',
      unit: 'µs of CPU of the publishing thread per event, read back and told, Redis',
      better: 'lower',
      target: 12,
    },
    {
      name: 'redis.events_per_s',
      unit: 'events/s published, read back and told by one process',
      better: 'higher',
    },
  ],
  ofThisHeadAlone: true,
  measure: measureRedis,
};

async function measureRedis(run: BenchRun): Promise<Samples> {
  const redis = await startBroker('redis', run.folder);
  try {
    const server = await run.startCrowsnest('stream/servers/crowsnest', redis.url);
    const publish = async (count: number): Promise<number> => {
      const begun = performance.now();
      await server.call('all', { count, perTurn: PER_TURN });
      await server.call('flush');
      return performance.now() - begun;
    };
    await publish(WARM_UP_EVENTS);
    const samples = await inTurns(run, ['redis'], () => server.cpuDuring(() => publish(EVENTS)));
    await server.stop();
    return {
      'cluster.redis.publish_us': samples.redis.map(({ threadUs }) => threadUs / EVENTS),
      'redis.events_per_s': samples.redis.map(({ result }) => (EVENTS / result) * 1_000),
    };
  } finally {
    await redis.stop();
  }
}
