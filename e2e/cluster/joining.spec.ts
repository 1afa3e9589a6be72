import { randomUUID } from 'node:crypto';
import { compareEventIds } from '#contract';
import { EventLog, EventPublisher, ProjectionKeeper } from '#events';
import { BrokerProxy } from '../support/brokers/broker-proxy.ts';
import type { BrokerServer } from '../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { joinCluster, type ClusterApplication } from '../support/cluster/cluster-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readStats } from '../support/server/admin-api.ts';

const CALLS = 5_000;
/** Characters of the id of a call: no event is smaller. */
const PADDING = 'x'.repeat(200);

describeWithRedis('an instance that joins others over Redis', () =>
  describeJoining(() => RedisServer.start()),
);
describeWithNats('an instance that joins others over NATS', () => describeJoining(() => NatsServer.start()));

function describeJoining(startBroker: () => Promise<BrokerServer>): void {
  let broker: BrokerServer;
  let proxy: BrokerProxy;
  let instances: ClusterApplication[];

  beforeAll(async () => {
    broker = await startBroker();
    proxy = await BrokerProxy.start(broker.port);
    instances = [];
  });

  afterAll(async () => {
    await Promise.all(instances.map(({ app }) => app.close()));
    await proxy.close();
    await broker.kill();
  });

  const publishCalls = async ({ app }: ClusterApplication, count: number): Promise<void> => {
    const publisher = app.get(EventPublisher);
    for (let n = 0; n < count; n += 1) {
      const call = { callId: `${randomUUID()}${PADDING}`, tool: 'search' };
      const session = { sessionId: 'of search', tenantId: 'acme' };
      publisher.publish({ ...session, type: 'tool:start', data: call });
      publisher.publish({ ...session, type: 'tool:done', data: { ...call, durationMs: 1 } });
    }
    await app.get(EventLog).flush();
  };

  it('has the counters of all, and reads only what no checkpoint includes', async () => {
    const prefix = randomUUID();
    const first = await joinCluster(broker.url(prefix), []);
    instances.push(first);
    await publishCalls(first, CALLS);
    const { last } = first.app.get(EventLog);
    const keeper = first.app.get(ProjectionKeeper);
    const isSaved = async (): Promise<boolean> => {
      await keeper.save();
      return compareEventIds(keeper.savedUpTo, last) >= 0;
    };
    await waitUntil(isSaved, { reason: 'a checkpoint includes the calls', timeoutMs: 60_000 });
    await publishCalls(first, 10);
    const second = await joinCluster(broker.url(prefix, proxy.port), []);
    instances.push(second);
    await waitUntil(
      async () => {
        const [one, other] = [await readStats(first.origin), await readStats(second.origin)];
        if (one.asOf !== other.asOf) return false;
        expect(other).toEqual(one);
        return true;
      },
      { reason: 'both are as far' },
    );
    expect((await readStats(second.origin)).totalToolCalls).toBe(CALLS + 10);
    expect(proxy.broughtBytes).toBeGreaterThan(0);
    expect(proxy.broughtBytes).toBeLessThan(CALLS * PADDING.length);
  });
}
