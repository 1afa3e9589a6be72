import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import type { UpstreamList, UpstreamRestartAccepted, UpstreamView } from '#contract';
import { connectLegacyClient } from '#testing';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { joinCluster, KEYS, type ClusterApplication } from '../support/cluster/cluster-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { CommandLine } from '../support/server/command-line.ts';

const upstreams = { first: stdioFaultServer(), second: stdioFaultServer() };

/** Takes connections, and never answers. */
async function startDeafServer(): Promise<{ url: string; server: Server; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, sockets };
}

describeWithRedis('the upstreams of two instances', () => {
  let redis: RedisServer;
  let one: ClusterApplication;
  let other: ClusterApplication;
  let log: string;

  beforeEach(async () => {
    redis = await RedisServer.start();
    log = redis.url(randomUUID());
    one = await joinCluster(log, [], { upstreams });
    other = await joinCluster(log, [], { upstreams });
    await waitUntil(async () => (await list(one)).length === 4 && (await list(other)).length === 4, {
      reason: 'the instances know each other',
    });
  });
  afterEach(async () => {
    await Promise.all([one.app.close(), other.app.close()]);
    await redis.kill();
  });

  const read = async ({ origin }: ClusterApplication): Promise<UpstreamList> =>
    (await asAdmin(origin, '/upstreams')).json() as Promise<UpstreamList>;
  const list = async (instance: ClusterApplication): Promise<UpstreamView[]> =>
    (await read(instance)).upstreams;
  const connect = ({ origin }: ClusterApplication) =>
    connectLegacyClient(`${origin}/mcp/first`, { key: KEYS.acme });
  const restart = async (at: ClusterApplication, query = '') => {
    const answer = await asAdmin(at.origin, `/upstreams/first/restart${query}`, { method: 'POST' });
    return { status: answer.status, body: (await answer.json()) as UpstreamRestartAccepted };
  };
  /** The instance that an agent's process runs in. */
  const instanceInUse = async (): Promise<string> =>
    (await list(one)).find(({ sessions }) => sessions === 1)?.instance ?? '';

  it('are listed by either, those of one upstream together', async () => {
    const agent = await connect(one);
    await agent.callTool({ name: 'garbage', arguments: {} });
    const [here, there] = [await list(one), await list(other)];
    expect(here.map(({ name, instance }) => [name, instance])).toEqual(
      there.map(({ name, instance }) => [name, instance]),
    );
    expect(here.map(({ name }) => name)).toEqual(['first', 'first', 'second', 'second']);
    const used = there.filter(({ sessions }) => sessions > 0);
    expect(used).toMatchObject([{ name: 'first', state: 'up', output: { strayCount: 4 } }]);
    expect(new Set(there.map(({ instance }) => instance)).size).toBe(2);
    const { output } = await CommandLine.run(other.origin, ['upstreams']);
    expect(output).toMatch(new RegExp(`^first +${used[0]?.instance} +up +stdio`, 'm'));
    await agent.close();
  });

  it('are restarted in both, or only in the one that is named, on record', async () => {
    const agent = await connect(one);
    const pid = async () => JSON.stringify(await agent.callTool({ name: 'pid', arguments: {} }));
    const before = await pid();
    const inUse = await instanceInUse();
    const unused = (await list(one)).find(({ instance }) => instance !== inUse)?.instance ?? '';
    expect(await restart(one, `?instance=${unused}`)).toEqual({
      status: 202,
      body: { name: 'first', instances: [unused], silent: [] },
    });
    expect(await pid()).toBe(before);
    const all = await restart(other);
    expect(all).toMatchObject({ status: 202, body: { silent: [] } });
    expect(all.body.instances.toSorted()).toEqual([inUse, unused].toSorted());
    await waitUntil(async () => (await pid()) !== before, { reason: 'another process answers' });
    const acts = async () =>
      (await readAll(one.origin, '0')).flatMap(({ type, data }) =>
        type === 'admin:upstream-restart' ? [[data.upstream, data.only, data.outcome]] : [],
      );
    await waitUntil(async () => (await acts()).length === 2, { reason: 'the act of the other one is told' });
    expect(await restart(one, '?instance=nobody')).toMatchObject({
      status: 404,
      body: { error: 'INSTANCE_NOT_FOUND' },
    });
    expect(await acts()).toEqual([
      ['first', unused, 'done'],
      ['first', undefined, 'done'],
      ['first', 'nobody', 'refused'],
    ]);
    await agent.close();
  });

  it('are told without those of an instance that does not answer, which is named', async () => {
    const deaf = await startDeafServer();
    const third = await joinCluster(log, [], { upstreams, peerUrl: deaf.url });
    const answer = await waitUntil(
      async () => {
        const told = await read(one);
        return told.silent.length > 0 ? told : undefined;
      },
      { reason: 'the third instance is known' },
    );
    const { silent = [], upstreams: told = [] } = answer ?? {};
    expect([silent.length, told.length]).toEqual([1, 4]);
    expect(await restart(one, `?instance=${silent[0]}`)).toMatchObject({
      status: 502,
      body: { error: 'OWNER_SILENT' },
    });
    expect(await restart(one)).toMatchObject({ status: 202, body: { silent } });
    // The others answer it, although it does not answer them.
    await waitUntil(async () => (await list(third)).length === 6, {
      reason: 'it has heard the others',
      seen: () => list(third),
    });
    await third.app.close();
    for (const socket of deaf.sockets) socket.destroy();
    deaf.server.close();
  });
});
