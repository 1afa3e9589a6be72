import { randomUUID } from 'node:crypto';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { CLUSTER_SECRET } from '../support/cluster/cluster-application.ts';
import { instancesOf } from '../support/cluster/cluster.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

describeWithRedis('two instances with different secrets', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterEach(() => ServerProcess.killAll());

  afterAll(() => redis.kill());

  it('tell the operator what to mend, and serve all the same', async () => {
    const log = redis.url(randomUUID());
    const start = async (secret: string): Promise<ServerProcess> => {
      const port = await freePort();
      return ServerProcess.start(port, {
        CROWSNEST_LOG: log,
        CROWSNEST_PEER_URL: `http://127.0.0.1:${port}`,
        CROWSNEST_CLUSTER_SECRET: secret,
      });
    };
    const both = [await start(CLUSTER_SECRET), await start(`another-${CLUSTER_SECRET}`)];
    for (const instance of both) {
      const seen = (): string => instance.output;
      const isTold = (): boolean => seen().includes('need the same CROWSNEST_CLUSTER_SECRET');
      await waitUntil(isTold, { reason: 'the instance names the mend', timeoutMs: 60_000, seen });
      await waitUntil(async () => (await instancesOf(instance)).length === 2, {
        reason: 'it lists the other one all the same',
      });
      expect(instance.output).not.toContain(CLUSTER_SECRET);
    }
  });
});
