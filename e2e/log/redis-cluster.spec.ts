import { randomUUID } from 'node:crypto';
import { compareEventIds } from '#contract';
import { createEventLog } from '#events';
import { RedisCluster } from '../support/brokers/redis-cluster.ts';
import { describeWithRedis } from '../support/brokers/redis-server.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { call, callIdsOf, EngineUnderTest, idsOf } from '../support/log-engines/engine-under-test.ts';

describeWithRedis('the event log over a Redis Cluster', () => {
  let cluster: RedisCluster;
  let engine: EngineUnderTest;
  let prefix: string;
  let slot: number;

  /** Waits for events, which may take until a replica has taken over. */
  const delivered = (count: number) =>
    waitUntil(() => engine.delivered.filter(({ type }) => type === 'tool:start').length >= count, {
      reason: `${count} events are delivered`,
      timeoutMs: 60_000,
    });

  const publish = (first: number, count: number) => {
    for (let n = first; n < first + count; n += 1) engine.log.append(call(`call-${n}`));
  };

  const expectOnce = (count: number) => {
    const ids = idsOf(engine.delivered);
    const calls = engine.delivered.filter(({ type }) => type === 'tool:start');
    expect(callIdsOf(calls)).toEqual(Array.from({ length: count }, (_, n) => `call-${n}`));
    expect(ids).toEqual(ids.toSorted(compareEventIds));
  };

  beforeAll(async () => {
    cluster = await RedisCluster.start();
    // The log is to be on the first master.
    do {
      prefix = randomUUID();
      slot = await cluster.slotOf(prefix);
    } while (slot >= 5_000);
    const create = () => createEventLog(cluster.url(prefix));
    engine = new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined });
  });

  afterAll(async () => {
    await engine.log.close();
    await cluster.kill();
  });

  it('finds its node, follows its slot to another one, and goes on at the replica of that one when it is killed', async () => {
    await engine.open();
    await engine.append(10);
    await cluster.beginMove(slot);
    await cluster.moveKey(`{${prefix}}:events`);
    publish(10, 5);
    // History can be read while the slot moves.
    expect(callIdsOf(await engine.log.read({ limit: 10 }))).toContain('call-9');
    await cluster.endMove(slot);
    await delivered(15);
    expectOnce(15);
    expect(engine.log.lostAfter(engine.log.start)).toBeUndefined();
    await engine.log.close();
    await engine.open();
    await engine.append(10);
    const master = cluster.masters[1];
    await master.command('WAIT', '1', '0');
    await master.kill();
    publish(10, 5);
    await delivered(15);
    expectOnce(15);
    expect(engine.log.lostAfter(engine.log.start)).toBeUndefined();
  });
});
