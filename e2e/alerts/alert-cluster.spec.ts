import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient } from '#testing';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { eventsOf, instancesOf } from '../support/cluster/cluster.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const RULE = { name: 'errors', kind: 'error-rate', window: '24h', minimum: 1, above: 0 };

describeWithRedis('alerts of instances that share a log', () => {
  let redis: RedisServer;
  let target: WebhookReceiver;

  beforeAll(async () => {
    redis = await RedisServer.start();
    target = await WebhookReceiver.start();
  });

  afterAll(async () => {
    await ServerProcess.killAll();
    await target.stop();
    await redis.kill();
  });

  it('are told once, also when the instance that speaks for all is killed', async () => {
    const file = join(await temporaryFolder(), 'crowsnest.json');
    const receivers = [{ name: 'ops', form: 'slack', url: target.url, allowPrivate: true }];
    const configure = (...rules: object[]): void =>
      writeFileSync(file, JSON.stringify({ alerts: { rules, receivers } }));
    configure(RULE);
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: redis.url(randomUUID()) };
    const first = await ServerProcess.start(await freePort(), env);
    const second = await ServerProcess.start(await freePort(), env);
    const third = await ServerProcess.start(await freePort(), env);
    const isUp = async (): Promise<boolean> => (await instancesOf(third)).length === 3;
    await waitUntil(isUp, { reason: 'three instances are up', timeoutMs: 60_000 });

    const alerts = async (): Promise<CrowsnestEvent['type'][]> =>
      (await eventsOf(third)).map(({ type }) => type).filter((type) => type.startsWith('alert:'));
    const untilTold = (count: number): Promise<unknown> => {
      const isTold = async (): Promise<boolean> =>
        (await alerts()).filter((type) => type === 'alert:sent').length >= count;
      return waitUntil(isTold, {
        reason: `${count} messages were sent`,
        timeoutMs: 60_000,
        seen: () => first.output,
      });
    };
    const agent = await connectLegacyClient(second.origin);
    await agent.callTool({ name: 'get_current_weather', arguments: { city: 'Atlantis' } });
    await untilTold(1);
    await first.kill();
    configure();
    await untilTold(2);
    expect(await alerts()).toEqual(['alert:firing', 'alert:sent', 'alert:resolved', 'alert:sent']);
    expect(target.received.map(({ body }) => body)).toEqual([
      expect.stringContaining('warning: errors'),
      expect.stringContaining('Resolved: errors'),
    ]);
  });
});
