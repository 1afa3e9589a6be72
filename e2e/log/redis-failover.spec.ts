import { randomUUID } from 'node:crypto';
import { compareEventIds } from '#contract';
import { createEventLog } from '#events';
import { refusalOf } from '../support/brokers/log-refusal.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { RedisSentinel } from '../support/brokers/redis-sentinel.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { call, callIdsOf, EngineUnderTest, idsOf } from '../support/log-engines/engine-under-test.ts';

describeWithRedis('the event log over Redis with a sentinel', () => {
  let master: RedisServer;
  let replica: RedisServer;
  let sentinel: RedisSentinel;

  beforeAll(async () => {
    master = await RedisServer.start();
    replica = await RedisServer.start('--replicaof', '127.0.0.1', `${master.port}`);
    sentinel = await RedisSentinel.start(`${master.port}`);
    const knowsReplica = async () => (await sentinel.command('INFO', 'sentinel')).includes('slaves=1');
    await waitUntil(knowsReplica, { reason: 'the sentinel knows the replica' });
  });

  afterAll(async () => {
    for (const server of [sentinel, replica, master]) await server.kill();
  });

  it('names the name that no sentinel knows', async () => {
    const url = `redis+sentinel://127.0.0.1:${sentinel.port}/other`;
    const refusal = await refusalOf(url);
    expect(refusal).toMatchObject({
      code: 'LOG_REFUSED',
      message: expect.stringContaining('knows no master "other"'),
    });
  });

  it('goes on at the replica when the master is killed, and tells as a gap what that one did not have', async () => {
    const url = sentinel.url(randomUUID());
    const create = () => createEventLog(url);
    const engine = new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined });
    await engine.open();
    await engine.append(20);
    await master.command('WAIT', '1', '0');
    // The replica loses its connection, and is not allowed to open it again.
    await master.command('ACL', 'SETUSER', 'default', '-psync', '-sync');
    await master.command('CLIENT', 'KILL', 'TYPE', 'replica');
    const kept = engine.log.last;
    await engine.append(5);
    const { last } = engine.log;
    await master.kill();
    for (let n = 0; n < 10; n += 1) engine.log.append(call(`later-${n}`));
    await waitUntil(() => callIdsOf(engine.delivered).includes('later-9'), {
      reason: 'the log goes on',
      timeoutMs: 60_000,
    });
    const ids = idsOf(engine.delivered);
    expect(ids).toEqual([...new Set(ids)].toSorted(compareEventIds));
    const later = callIdsOf(engine.delivered).filter((id) => String(id).startsWith('later'));
    expect(later).toEqual(Array.from({ length: 10 }, (_, n) => `later-${n}`));
    expect(engine.log.lostAfter(kept)).toMatchObject({ after: kept, last, missing: 5 });
    await engine.log.close();
  });
});
