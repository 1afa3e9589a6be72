import type { InstanceList, StatsSnapshot } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { describeWithProgram } from '../support/brokers/broker-server.ts';
import { describeWithNats } from '../support/brokers/nats-server.ts';
import { describeWithRedis } from '../support/brokers/redis-server.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

/** The ports of the instances and of the broker of the cluster, above its own. */
const ITS_OTHER_PORTS = [1, 2, 3, 10];

describe('the embedding example', () => {
  it('serves its tools to agents of both eras and shows their calls to the admin of its sign-in line', async () => {
    const server = await ServerProcess.start(await freePort(), {}, { main: 'dist/examples/embed/main.js' });
    const legacy = await connectLegacyClient(server.origin);
    const modern = await connectModernClient(server.origin);
    const order = (number: string) => ({ name: 'get_order', arguments: { number } });
    expect(await legacy.callTool(order('A-1'))).toMatchObject({
      structuredContent: { status: 'shipped' },
    });
    expect(await modern.callTool(order('B-9'))).toMatchObject({ isError: true });
    const token = await waitUntil(() => /#token=(\S+)/.exec(server.output)?.[1], {
      reason: 'the sign-in line is printed',
      seen: () => server.output,
    });
    const stats = await fetch(`${server.origin}/stats`, { headers: { authorization: `Bearer ${token}` } });
    expect((await stats.json()) as StatsSnapshot).toMatchObject({
      totalToolCalls: 2,
      errorCount: 1,
      activeSessions: 2,
    });
    await Promise.all([legacy.close(), modern.close()]);
    await server.stop();
  });
});

describeWithRedis('with a Redis server', () => describeCluster('redis'));
describeWithNats('with a NATS server', () => describeCluster('nats'));

function describeCluster(broker: 'redis' | 'nats'): void {
  describeWithProgram('nginx', 'the example of a cluster', () => {
    it('serves the sessions of agents and the commands of admins whichever instance a request reaches', async () => {
      const cluster = await ServerProcess.start(
        await freePort(...ITS_OTHER_PORTS),
        {},
        { main: 'examples/cluster/run.mjs', args: [broker] },
      );
      try {
        const line = { reason: 'the sign-in line is printed', seen: () => cluster.output };
        const token = await waitUntil(() => /#token=(\S+)/.exec(cluster.output)?.[1], line);
        const key = await waitUntil(() => /AGENT_KEY=(\S+)/.exec(cluster.output)?.[1] ?? '', line);
        const ask = (path: string, init: RequestInit = {}) =>
          fetch(`${cluster.origin}${path}`, { ...init, headers: { authorization: `Bearer ${token}` } });
        const agent = await connectLegacyClient(cluster.origin, { name: 'hopper', key });
        const call = { name: 'get_current_weather', arguments: { city: 'Oslo' } };
        for (let n = 0; n < 6; n += 1) expect((await agent.callTool(call)).isError).not.toBe(true);
        const instances = async () =>
          ((await (await ask('/instances')).json()) as InstanceList).instances.length;
        await waitUntil(async () => (await instances()) === 3, { reason: 'the instance knows the others' });
        // Each of the next three requests reaches another instance.
        const ended = `/sessions/${agent.transport.sessionId ?? ''}`;
        expect((await ask(ended, { method: 'DELETE' })).status).toBe(202);
        const again = [await ask(ended, { method: 'DELETE' }), await ask(ended, { method: 'DELETE' })];
        expect(again.map(({ status }) => status)).toEqual([409, 409]);
        await expect(agent.callTool(call)).rejects.toThrow('Session not found');
        await agent.close();
      } finally {
        await cluster.stop();
      }
    });
  });
}
