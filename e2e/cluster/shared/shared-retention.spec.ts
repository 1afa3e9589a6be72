import { randomUUID } from 'node:crypto';
import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient } from '#testing';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../../support/cluster/cluster-application.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { readAll, readStats } from '../../support/server/admin-api.ts';
import { EventStream } from '../../support/server/event-stream.ts';

const TENANTS = ['acme', 'globex'] as const;

describeWithRedis(
  'two instances that share a log in Redis and store events of a tenant for a shorter time',
  () => {
    let redis: RedisServer;
    let first: ClusterApplication;
    let second: ClusterApplication;

    beforeEach(async () => {
      redis = await RedisServer.start();
      const log = redis.url(randomUUID());
      const join = () => joinCluster(log, [ScriptedTools], { tenants: { acme: { maxAgeMs: 2_000 } } });
      [first, second] = await Promise.all([join(), join()]);
    });

    afterEach(async () => {
      await Promise.all([first.app.close(), second.app.close()]);
      await redis.dispose();
    });

    const tenantsOf = async ({ origin }: ClusterApplication): Promise<string[]> => [
      ...new Set((await readAll(origin, '0')).map(({ tenantId }) => tenantId).filter(Boolean)),
    ];

    it('tell the same at both: who resumes before what is gone is told so, with the counters of all', async () => {
      // What is stored for two seconds may be gone before it is read, but not before it is told.
      const live = await EventStream.open(first.origin);
      for (const tenant of TENANTS) {
        const agent = await connectLegacyClient(first.app, { name: tenant, key: KEYS[tenant] });
        for (let n = 0; n < 5; n += 1) await agent.callTool({ name: 'add', arguments: { a: n, b: n } });
        await agent.close();
      }
      const instances = [first, second];
      for (const instance of instances)
        await waitUntil(async () => (await readStats(instance.origin)).totalToolCalls === 10, {
          reason: 'the instance has all calls',
        });
      const all = await readAll(first.origin, '0');
      const ofAcme = (): CrowsnestEvent | undefined =>
        live.events.find(({ tenantId }) => tenantId === 'acme');
      await live.until(() => ofAcme() !== undefined);
      const begin = ofAcme();
      live.cut();
      for (const instance of instances) {
        await waitUntil(async () => (await tenantsOf(instance)).join() === 'globex', {
          reason: 'the events of acme are gone',
          seen: () => tenantsOf(instance),
          timeoutMs: 60_000,
        });
        const stream = await EventStream.open(instance.origin, { lastEventId: begin!.id });
        await stream.until(() => stream.gaps.length > 0);
        await stream.until(() => stream.events.some(({ id }) => id === all.at(-1)?.id));
        // An instance that drops what follows on from what the other one has dropped makes a range of its own.
        expect(new Set(stream.gaps.map(({ stats }) => stats.totalToolCalls))).toEqual(new Set([10]));
        expect(stream.events.filter(({ tenantId }) => tenantId === 'acme')).toEqual([]);
        stream.cut();
      }
    });
  },
);
