import { randomUUID } from 'node:crypto';
import { BrokerProxy } from '../../support/brokers/broker-proxy.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { instancesOf } from '../../support/cluster/cluster.ts';
import { CLUSTER_SECRET } from '../../support/cluster/cluster-application.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../../support/server/server-process.ts';

describeWithRedis('an instance that loses the broker while it starts', () => {
  let redis: RedisServer;
  let proxy: BrokerProxy;
  let prefix: string;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  beforeEach(async () => {
    prefix = randomUUID();
    proxy = await BrokerProxy.start(redis.port);
  });

  afterEach(async () => {
    await ServerProcess.killAll();
    await proxy.close();
  });

  afterAll(() => redis.kill());

  async function launch(brokerPort: number): Promise<ServerProcess> {
    const port = await freePort();
    return ServerProcess.launch(port, {
      CROWSNEST_LOG: redis.url(prefix, brokerPort),
      CROWSNEST_PEER_URL: `http://127.0.0.1:${port}`,
      CROWSNEST_CLUSTER_SECRET: CLUSTER_SECRET,
    });
  }

  const untilSaid = (server: ServerProcess, text: string): Promise<unknown> => {
    const seen = (): string => server.output;
    return waitUntil(() => seen().includes(text), {
      reason: `the server says "${text}"`,
      timeoutMs: 60_000,
      seen,
    });
  };

  it('waits for it before it reads what earlier instances have left', async () => {
    proxy.shutAfter(':checkpoints');
    const instance = await launch(proxy.port);
    await untilSaid(instance, 'The start waits for it');
    proxy.reopen();
    await instance.untilLive();
    expect(await instancesOf(instance)).toHaveLength(1);
  });

  it('stays alive while nothing but another instance is waited for', async () => {
    const other = await (await launch(redis.port)).untilLive();
    other.pause();
    const instance = await launch(proxy.port);
    await untilSaid(instance, 'Sign-outs are not exchanged yet');
    proxy.shut();
    await untilSaid(instance, 'The event log cannot commit');
    await expect(instance.untilLive()).resolves.toBe(instance);
  });
});
