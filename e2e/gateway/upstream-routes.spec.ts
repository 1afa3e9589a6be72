import type { INestApplication } from '@nestjs/common';
import type { UpstreamList } from '#contract';
import { collectEvents, connectLegacyClient, createCrowsnestTestingApp, TESTING_ADMIN_TOKEN } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';

const tokens = [
  { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
  { token: 'a-token-of-ann-0123456789', name: 'ann', role: 'operator', tenantId: 'acme' },
] as const;

describe('the routes of upstreams', () => {
  let app: INestApplication;

  beforeEach(async () => {
    const agentKeys = [{ tenantId: 'acme', key: 'key-of-acme' }];
    app = await createCrowsnestTestingApp({
      options: {
        signIn: { tokens },
        mcp: { agentKeys },
        upstreams: {
          ours: { ...stdioFaultServer(), tenants: ['acme'] },
          everybodys: stdioFaultServer(),
          theirs: { ...stdioFaultServer(), tenants: ['globex'], shared: true },
        },
      },
    });
  });
  afterEach(() => app.close());

  const ask = async (path: string, token: string, method = 'GET'): Promise<Response> =>
    fetch(`${await app.getUrl()}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  const list = async (token: string): Promise<UpstreamList['upstreams']> =>
    ((await (await ask('/upstreams', token)).json()) as UpstreamList).upstreams;
  const connect = async (name: string) =>
    connectLegacyClient(`${await app.getUrl()}/mcp/${name}`, { key: 'key-of-acme' });

  it('list what a tenant uses, and tell what a process writes only to whom it belongs', async () => {
    const agents = [await connect('ours'), await connect('everybodys')];
    for (const agent of agents) await agent.callTool({ name: 'garbage', arguments: {} });
    expect(await list(TESTING_ADMIN_TOKEN)).toMatchObject([
      {
        name: 'ours',
        transport: 'stdio',
        state: 'up',
        eras: ['legacy'],
        sessions: 1,
        output: { strayCount: 4 },
      },
      { name: 'everybodys', state: 'up', shared: false, output: { strayCount: 4 } },
      { name: 'theirs', state: 'idle', sessions: 0, shared: true },
    ]);
    expect(await list('a-token-of-ann-0123456789')).toMatchObject([
      { name: 'ours', output: { strayCount: 4 } },
      { name: 'everybodys', output: null },
    ]);
    for (const agent of agents) await agent.close();
  });

  it('restart an upstream for those whose it is alone, on record, while its sessions go on', async () => {
    const record = collectEvents(app);
    const agent = await connect('ours');
    const pid = async () => JSON.stringify(await agent.callTool({ name: 'pid', arguments: {} }));
    const before = await pid();
    const ann = 'a-token-of-ann-0123456789';
    const statuses = ['ours', 'everybodys', 'theirs'].map(
      async (name) => (await ask(`/upstreams/${name}/restart`, ann, 'POST')).status,
    );
    expect(await Promise.all(statuses)).toEqual([202, 403, 404]);
    expect(await awaitEvent(record, 'admin:upstream-restart')).toMatchObject({ tenantId: 'acme' });
    await waitUntil(async () => (await pid()) !== before, { reason: 'another process answers' });
    const acts = record.all('admin:upstream-restart').map(({ data }) => `${data.upstream} ${data.outcome}`);
    expect(acts.toSorted()).toEqual(['everybodys refused', 'ours done', 'theirs refused']);
    await agent.close();
  });
});
