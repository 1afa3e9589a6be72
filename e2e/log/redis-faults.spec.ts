import { waitUntil } from '../support/environment/wait-until.ts';
import { describeFaults } from '../support/brokers/fault-suite.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { call, callIdsOf } from '../support/log-engines/engine-under-test.ts';

describeWithRedis('with a Redis server', () => {
  describeFaults(
    'Redis',
    () => RedisServer.start(),
    (current) => {
      it('passes over what somebody else has added to its stream', async () => {
        const { engine, server } = current();
        const redis = server as RedisServer;
        await engine.open();
        await engine.append(3);
        const key = (await redis.command('KEYS', '*:events')).trim();
        for (const [name, value] of [
          ['foo', 'bar'],
          ['e', 'no event'],
          ['p', '1-1'],
        ] as const)
          await redis.command('XADD', key, '*', name, value);
        await redis.command('HSET', key.replace(/events$/, 'instances'), 'nobody', 'no facts');
        await engine.append(3);
        await engine.log.flush();
        expect(engine.delivered).toHaveLength(6);
        await engine.log.membership?.listen();
        const read = await engine.log.read({ limit: 100, after: engine.log.start });
        expect(read.map(({ id }) => id)).toEqual(engine.delivered.map(({ id }) => id));
        const last = await engine.log.read({ limit: 4 });
        expect(last.map(({ id }) => id)).toEqual(engine.delivered.slice(2).map(({ id }) => id));
      });

      type Act = (redis: RedisServer) => Promise<unknown> | void;
      const telling =
        (command: string): Act =>
        (redis) =>
          redis.command(command);
      it.each<[string, Act, Act]>([
        ['has no memory left', telling('CONFIG SET maxmemory 1'), telling('CONFIG SET maxmemory 0')],
        ['takes no writes', telling('REPLICAOF 127.0.0.1 1'), telling('REPLICAOF NO ONE')],
        ['does not answer', (redis) => redis.suspend(), (redis) => redis.goOn()],
      ])('has every event once when the server %s for a while', async (_, disturb, mend) => {
        const { engine, server } = current();
        const redis = server as RedisServer;
        await engine.open();
        await engine.append(1);
        await disturb(redis);
        for (let n = 1; n < 20; n += 1) engine.log.append(call(`call-${n}`));
        await waitUntil(() => engine.log.condition === 'degraded', { reason: 'the outage has begun' });
        await mend(redis);
        await waitUntil(() => engine.isDelivered('log:recovered'), {
          reason: 'the outage is over',
          timeoutMs: 60_000,
        });
        const calls = engine.delivered.filter(({ type }) => type === 'tool:start');
        expect(callIdsOf(calls)).toEqual(Array.from({ length: 20 }, (_call, n) => `call-${n}`));
      });

      it('delivers with a gap of the right size what retention has dropped before it was read back', async () => {
        const { engine, proxy, server } = current();
        await engine.open({ maxEvents: 10 });
        await engine.append(1);
        // The read that waits already still brings the next event; the one after it is held.
        const isWaiting = async () =>
          (await (server as RedisServer).command('INFO', 'clients')).includes('blocked_clients:1');
        await waitUntil(isWaiting, { reason: 'a read waits' });
        proxy.hold('XREAD');
        await engine.append(1);
        for (let n = 0; n < 60; n += 1) engine.log.append(call(`call-${n}`));
        await waitUntil(() => engine.log.waiting === 0, { reason: 'all events are appended' });
        proxy.release();
        await engine.log.flush();
        const lost = engine.log.lostAfter(engine.idAt(0));
        expect(lost).toMatchObject({ after: engine.idAt(1), last: engine.log.start, missing: 50 });
        expect(engine.batches.map(({ after }) => after)).toContain(lost?.last);
        expect(callIdsOf(engine.delivered).slice(2)).toEqual(
          Array.from({ length: 10 }, (_, n) => `call-${50 + n}`),
        );
      });
    },
  );
});
