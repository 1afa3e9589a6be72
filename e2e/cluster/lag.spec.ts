import { randomUUID } from 'node:crypto';
import type { InstanceView } from '#contract';
import { InstanceKeeper } from '#events';
import { callRequest, beginSession, sendRaw } from '../support/agents/raw-mcp.ts';
import { BrokerProxy } from '../support/brokers/broker-proxy.ts';
import type { BrokerServer } from '../support/brokers/broker-server.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { instancesOf } from '../support/cluster/cluster.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../support/cluster/cluster-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';

const AGENT = { authorization: `Bearer ${KEYS.acme}` };

describeWithRedis('an instance that reads slowly from Redis', () =>
  describeLag(() => RedisServer.start(), 'XREAD'),
);
describeWithNats('an instance that reads slowly from NATS', () =>
  describeLag(() => NatsServer.start(), 'CONSUMER.MSG.NEXT'),
);

const NONE = { events: 0, ms: 0 };

/** `reading`: part of what an instance sends when it reads on. */
function describeLag(startBroker: () => Promise<BrokerServer>, reading: string): void {
  let broker: BrokerServer;
  let proxy: BrokerProxy;
  let quick: ClusterApplication;
  let slow: ClusterApplication;

  beforeAll(async () => {
    broker = await startBroker();
    proxy = await BrokerProxy.start(broker.port);
    const prefix = randomUUID();
    quick = await joinCluster(broker.url(prefix), [ScriptedTools]);
    slow = await joinCluster(broker.url(prefix, proxy.port), [ScriptedTools]);
  });

  afterAll(async () => {
    await Promise.all([quick.app.close(), slow.app.close()]);
    await proxy.close();
    await broker.kill();
  });

  /** How far the slow instance is behind, as both of them tell. */
  const lags = async (): Promise<InstanceView['lag'][]> => {
    const id = slow.app.get(InstanceKeeper).instance;
    const lists = await Promise.all([instancesOf(quick), instancesOf(slow)]);
    return lists.map((list) => list.find(({ instance }) => instance === id)?.lag);
  };

  it('is behind by a number of events and a time, which both instances tell until it has caught up', async () => {
    const sessionId = await beginSession(quick.origin, AGENT);
    const headers = { ...AGENT, 'mcp-session-id': sessionId };
    const add = callRequest('add', { a: 1, b: 2 });
    const isBehind = async (): Promise<boolean> => {
      await sendRaw(quick.origin, add, { headers });
      return (await lags()).every((lag) => (lag?.events ?? 0) > 0 && (lag?.ms ?? 0) > 0);
    };
    proxy.hold(reading);
    await waitUntil(isBehind, { reason: 'both tell that it is behind', timeoutMs: 60_000, seen: lags });
    proxy.release();
    let told: unknown[] = [];
    const hasCaughtUp = async (): Promise<boolean> => {
      const seen = await lags();
      told = seen;
      return seen.every((lag) => lag?.events === 0);
    };
    await waitUntil(hasCaughtUp, { reason: 'it has caught up', timeoutMs: 60_000, seen: lags });
    expect(told).toEqual([NONE, NONE]);
  });
}
