import type { BrokerServer } from '../../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { ClusterChaos } from '../../support/cluster-chaos/cluster-chaos.ts';
import { SEED } from '../../support/environment/random.ts';

// `npm run soak -- --cluster 10` sets ACTS for long runs, and LONG_MS for long pauses in them.
const acts = Number(process.env['ACTS'] ?? 8);
const longMs = process.env['LONG_MS'] === undefined ? undefined : Number(process.env['LONG_MS']);
const LONG_MS = 300_000 + acts * 20_000;

describeWithRedis('three instances that share a log in Redis', () =>
  describeChaos(() => RedisServer.start()),
);
describeWithNats('three instances that share a log in NATS', () => describeChaos(() => NatsServer.start()));

function describeChaos(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let chaos: ClusterChaos;

  beforeAll(async () => {
    broker = await startBroker();
  });

  afterAll(async () => {
    await chaos.end();
    await broker.kill();
  });

  it(
    'tell the same to everybody after kills, pauses and cuts of instances and of the broker, with clocks an hour apart',
    async () => {
      chaos = new ClusterChaos(broker, SEED, longMs);
      try {
        await chaos.run(acts);
      } catch (error) {
        throw new Error(`seed ${SEED}, acts ${JSON.stringify(chaos.acts, null, 1)}`, { cause: error });
      }
      const { faults, acts: done } = chaos;
      expect({ seed: SEED, acts: done, faults }).toEqual({ seed: SEED, acts: done, faults: [] });
      report(chaos);
    },
    LONG_MS,
  );
}

/** Prints what happened in a long run. */
function report({ acts: done, cluster: { agents, subscribers, events } }: ClusterChaos): void {
  if (process.env['ACTS'] === undefined) return;
  const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
  const of = (name: keyof (typeof agents)[0]['counts']): number =>
    sum(agents.map(({ counts }) => counts[name]));
  const failures: Record<string, number> = {};
  for (const agent of agents)
    for (const [failure, count] of Object.entries(agent.failures))
      failures[failure] = (failures[failure] ?? 0) + count;
  const told = subscribers.flatMap(({ connections }) => connections.map((one) => one.told));
  const gaps = sum(told.map((all) => all.filter((one) => 'gap' in one).length));
  process.stdout.write(
    `seed ${SEED}: ${done.length} acts, ${events.length} events, ${of('calls')} calls (${of('answered')} answered, ` +
      `${of('failed')} failed ${JSON.stringify(failures)}, ${of('resumed')} resumptions), ${of('sessions')} sessions, ${told.length} connections, ` +
      `${sum(told.map(({ length }) => length))} told, ${gaps} gaps\n`,
  );
}
