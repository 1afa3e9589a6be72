import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ToolDefinitions } from '#contract';
import { connectModernClient } from '#testing';
import { Tool } from '#tools';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../support/cluster/cluster-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';

@Injectable()
class Payments {
  @Tool({ name: 'pay', description: 'Pays an invoice.' })
  pay(): string {
    return 'paid';
  }
}

@Injectable()
class ChangedPayments {
  @Tool({ name: 'pay', description: 'Pays an invoice, to anybody.' })
  pay(): string {
    return 'paid';
  }
}

async function toolsOf({ app }: ClusterApplication): Promise<string[]> {
  const client = await connectModernClient(app, { name: 'desk', key: KEYS.acme });
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
}

async function isWithheld({ origin }: ClusterApplication): Promise<boolean> {
  const answer = await asAdmin(origin, '/tools/pay/definitions');
  return ((await answer.json()) as ToolDefinitions).withheld;
}

describeWithRedis('instances that share a log in Redis', () => {
  let redis: RedisServer;
  let log: string;
  const running = new Set<ClusterApplication>();

  async function join(tools: typeof Payments | typeof ChangedPayments): Promise<ClusterApplication> {
    const instance = await joinCluster(log, [tools], { tools: { onChange: 'refuse' } });
    running.add(instance);
    return instance;
  }

  async function leave(instance: ClusterApplication): Promise<void> {
    running.delete(instance);
    await instance.app.close();
  }

  const changesAt = async ({ origin }: ClusterApplication) =>
    (await readAll(origin, '0')).filter(({ type }) => type === 'tools:changed');

  beforeEach(async () => {
    redis = await RedisServer.start();
    log = redis.url(randomUUID());
  });

  afterEach(async () => {
    for (const instance of running) await leave(instance);
    await redis.dispose();
  });

  it('tell once of a change that they all see, and one approval is for all', async () => {
    for (const instance of await Promise.all([join(Payments), join(Payments)])) await leave(instance);
    const both = await Promise.all([join(ChangedPayments), join(ChangedPayments)]);
    for (const instance of both) {
      await waitUntil(async () => (await changesAt(instance)).length > 0, { reason: 'the change is told' });
      expect(await toolsOf(instance)).toEqual([]);
    }
    expect((await asAdmin(both[0].origin, '/tools/pay/approve', { method: 'POST' })).status).toBe(202);
    for (const instance of both) {
      await waitUntil(async () => !(await isWithheld(instance)), { reason: 'the approval is known' });
      expect(await toolsOf(instance)).toEqual(['pay']);
      expect(await changesAt(instance)).toHaveLength(1);
    }
  });

  it('go on to offer what is approved while they are replaced by those that offer something else', async () => {
    const before = await join(Payments);
    const after = await join(ChangedPayments);
    await waitUntil(async () => (await changesAt(before)).length > 0, { reason: 'the change is told' });
    expect([await toolsOf(before), await toolsOf(after)]).toEqual([['pay'], []]);
    expect([await isWithheld(before), await isWithheld(after)]).toEqual([false, true]);
  });
});
