import { randomUUID } from 'node:crypto';
import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient } from '#testing';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../../support/cluster/cluster-application.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { asAdmin, readAll } from '../../support/server/admin-api.ts';
import { EventStream } from '../../support/server/event-stream.ts';

/** A number that only the call of the suite holds. */
const SECRET = 814_253;

describeWithRedis('two instances that share a log in Redis and record payloads', () => {
  let redis: RedisServer;
  let first: ClusterApplication;
  let second: ClusterApplication;

  beforeEach(async () => {
    redis = await RedisServer.start();
    const log = redis.url(randomUUID());
    const join = () => joinCluster(log, [ScriptedTools], { tools: { payloads: { mode: 'redacted' } } });
    [first, second] = await Promise.all([join(), join()]);
  });

  afterEach(async () => {
    await Promise.all([first.app.close(), second.app.close()]);
    await redis.dispose();
  });

  /** What an instance tells of the call: by its history, and by a stream of what it holds in memory. */
  const toldBy = async ({ origin }: ClusterApplication): Promise<boolean[]> => {
    const history = await readAll(origin, '0');
    const stream = await EventStream.open(origin, { lastEventId: '0' });
    await stream.until(() => stream.events.some(({ type }) => type === 'tool:done'));
    stream.cut();
    return [history, stream.events].map((events) => JSON.stringify(events).includes(String(SECRET)));
  };
  const erasures = async ({ origin }: ClusterApplication): Promise<CrowsnestEvent[]> =>
    (await readAll(origin, '0')).filter(({ type }) => type === 'admin:payload-erase');

  it('forget at both what one of them was asked to erase, on record once', async () => {
    const agent = await connectLegacyClient(first.app, { name: 'agent', key: KEYS.acme });
    await agent.callTool({ name: 'add', arguments: { a: SECRET, b: 0 } });
    const { sessionId } = agent.transport;
    await agent.close();
    for (const instance of [first, second])
      await waitUntil(async () => (await toldBy(instance)).every(Boolean), {
        reason: 'the instance tells of the call',
      });
    const answer = await asAdmin(second.origin, `/sessions/${sessionId}/payloads`, { method: 'DELETE' });
    expect(await answer.json()).toEqual({ payloads: 2 });
    for (const instance of [first, second]) {
      await waitUntil(async () => (await erasures(instance)).length === 1, {
        reason: 'the act is on record',
      });
      expect(await toldBy(instance)).toEqual([false, false]);
    }
    const again = await asAdmin(first.origin, '/tenants/acme/payloads', { method: 'DELETE' });
    expect(await again.json()).toEqual({ payloads: 0 });
  });
});
