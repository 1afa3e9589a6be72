import { randomUUID } from 'node:crypto';
import type { InstanceList } from '#contract';
import type { QuotaOptions } from '#quotas';
import {
  beginSession,
  callRequest,
  sendModern,
  sendRaw,
  type RawAnswer,
} from '../../support/agents/raw-mcp.ts';
import { describeWithRedis, RedisServer } from '../../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../../support/cluster/cluster-application.ts';
import { HeldTools } from '../../support/cluster/held-tools.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { asAdmin, readAll, readStats } from '../../support/server/admin-api.ts';

describeWithRedis('two instances that share a log in Redis, with limits of agents,', () => {
  let redis: RedisServer;
  let first: ClusterApplication;
  let second: ClusterApplication;

  const call = (
    { origin }: ClusterApplication,
    name = 'add',
    args: object = { a: 1, b: 2 },
  ): Promise<RawAnswer> =>
    sendModern(
      origin,
      'tools/call',
      { name, arguments: args },
      { headers: { authorization: `Bearer ${KEYS.acme}` } },
    );

  const statusOf = async (instance: ClusterApplication): Promise<number> => (await call(instance)).status;

  async function start(
    quotas: QuotaOptions,
    tools: Parameters<typeof joinCluster>[1] = [ScriptedTools],
  ): Promise<void> {
    const log = redis.url(randomUUID());
    [first, second] = await Promise.all([
      joinCluster(log, tools, { quotas }),
      joinCluster(log, tools, { quotas }),
    ]);
    for (const { origin } of [first, second])
      await waitUntil(
        async () =>
          ((await (await asAdmin(origin, '/instances')).json()) as InstanceList).instances.length === 2,
        { reason: 'the instance knows the other one' },
      );
  }

  beforeEach(async () => {
    redis = await RedisServer.start();
  });

  afterEach(async () => {
    await Promise.all([first.app.close(), second.app.close()]);
    await redis.dispose();
  });

  it('count the calls of a minute together, and tell once that there are too many', async () => {
    await start({ default: { callsPerMinute: 2 } });
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    expect([await statusOf(first), await statusOf(second)]).toEqual([429, 429]);
    const told = async () =>
      (await readAll(second.origin, '0')).filter(({ type }) => type.startsWith('quota:'));
    await waitUntil(async () => (await told()).length === 2, { reason: 'both are told' });
    // Each comes from another instance, so that their order is not known.
    expect((await told()).map(({ type }) => type).toSorted()).toEqual(['quota:exceeded', 'quota:near']);
  });

  it('count the calls in flight together', async () => {
    await start({ tenants: { acme: { callsAtOnce: 1 } } }, [HeldTools]);
    const held = call(first, 'hold', {});
    await waitUntil(async () => (await readStats(second.origin)).toolCallsInFlight === 1, {
      reason: 'the other instance knows the call',
    });
    expect((await call(second, 'hold', {})).status).toBe(429);
    first.app.get(HeldTools).proceed.resolve();
    expect((await held).status).toBe(200);
  });

  it('say when to try again, also where the session of the agent is served by the other one', async () => {
    await start({ default: { callsPerMinute: 1 } });
    const agent = { authorization: `Bearer ${KEYS.acme}` };
    const headers = { ...agent, 'mcp-session-id': await beginSession(first.origin, agent) };
    const ask = () => sendRaw(second.origin, callRequest('add', { a: 1, b: 2 }), { headers });
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body?.error?.message).toMatch(/^Agent acme may make 1 calls a minute/);
  });

  it('limit each its share while Redis is away', async () => {
    await start({ default: { callsPerMinute: 2 } });
    await redis.kill();
    expect([await statusOf(first), await statusOf(first)]).toEqual([200, 429]);
    expect([await statusOf(second), await statusOf(second)]).toEqual([200, 429]);
    await redis.resume();
  });
});
