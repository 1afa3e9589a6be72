import type { INestApplication } from '@nestjs/common';
import type { CrowsnestEvent, HistoryPage } from '#contract';
import { connectModernClient } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication } from '../support/server/test-application.ts';

const TENANTS = ['acme', 'globex'] as const;
const ADMINS = [
  { name: 'ada', role: 'admin', tenantId: null },
  { name: 'ann', role: 'auditor', tenantId: 'acme' },
  { name: 'gus', role: 'auditor', tenantId: 'globex' },
  { name: 'vic', role: 'viewer', tenantId: 'acme' },
] as const;

type Name = (typeof ADMINS)[number]['name'];

function bearer(name: Name): { authorization: string } {
  return { authorization: `Bearer a-token-for-the-admin-${name}` };
}

describe('arguments and results that an admin opens', () => {
  let app: INestApplication;
  let origin: string;

  const start = async (mode: 'redacted' | 'off' = 'redacted'): Promise<void> => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      tools: { payloads: { mode } },
      mcp: { agentKeys: TENANTS.map((tenantId) => ({ tenantId, key: `a-key-of-${tenantId}` })) },
      signIn: { tokens: ADMINS.map((admin) => ({ ...admin, token: `a-token-for-the-admin-${admin.name}` })) },
    }));
  };

  afterEach(() => app.close());

  const history = async (name: Name, query: string): Promise<CrowsnestEvent[]> => {
    const response = await fetch(`${origin}/history?${query}`, { headers: bearer(name) });
    expect(response.status).toBe(200);
    return ((await response.json()) as HistoryPage).events;
  };

  const call = async (tenant: (typeof TENANTS)[number], count = 1): Promise<void> => {
    const agent = await connectModernClient(app, { key: `a-key-of-${tenant}` });
    for (let made = 0; made < count; made += 1)
      await agent.callTool({ name: 'add', arguments: { a: made, b: 814_253 } });
    await agent.close();
  };

  const opened = (name: Name): Promise<CrowsnestEvent[]> => history(name, 'type=admin:payload-open');
  /** Every opening so far. An act of the test comes after all that it waits for. */
  const openings = async (): Promise<CrowsnestEvent[]> => {
    const before = (await history('ada', 'type=admin:export')).length;
    await (await fetch(`${origin}/history/export?type=log:degraded`, { headers: bearer('ada') })).text();
    await waitUntil(async () => (await history('ada', 'type=admin:export')).length > before, {
      reason: 'the export is on record',
    });
    return opened('ada');
  };

  it('are on record once for each call and admin, in the tenant of the call', async () => {
    await start();
    await call('acme');
    const query = 'type=tool:start&tenant=acme';
    const [started] = await history('ada', query);
    await history('ada', query);
    await history('ada', 'type=tool:done&tenant=acme&limit=1');
    await history('ann', query);
    const { callId } = (started as CrowsnestEvent & { data: { callId: string } }).data;
    const of = {
      of: 'call',
      callId,
      sessionId: started?.sessionId,
      tool: 'add',
      outcome: 'done',
      from: '127.0.0.1',
    };
    expect(await openings()).toMatchObject([
      { sessionId: '', tenantId: 'acme', data: { ...of, admin: 'ada', role: 'admin' } },
      { sessionId: '', tenantId: 'acme', data: { ...of, admin: 'ann', role: 'auditor' } },
    ]);
    expect(await opened('ann')).toHaveLength(2);
    expect(await opened('gus')).toEqual([]);
  });

  it('are on record once for all pages of a query that brings several', async () => {
    await start();
    await call('acme', 4);
    for (const after of ['0', '0', '1']) await history('ann', `type=tool:start&limit=2&after=${after}`);
    const data = { of: 'history', callId: '', tool: 'add', query: 'type=tool%3Astart' };
    expect(await openings()).toMatchObject([{ tenantId: 'acme', data }]);
  });

  it('are on record when a stream brings the first, and not before', async () => {
    await start();
    const stream = await EventStream.open(origin, { headers: bearer('ann'), query: '?tool=add' });
    expect(await openings()).toEqual([]);
    await call('acme', 2);
    await stream.until(() => stream.events.filter(({ type }) => type === 'tool:done').length === 2);
    expect(await openings()).toMatchObject([
      { tenantId: 'acme', data: { admin: 'ann', of: 'stream', callId: '', query: 'tool=add' } },
    ]);
    stream.cut();
  });

  it('are left out of whatever asks for none, and opened by nobody then', async () => {
    await start();
    const stream = await EventStream.open(origin, {
      headers: bearer('ann'),
      query: '?payloads=hidden&replay=5',
    });
    await call('acme');
    await stream.until(() => stream.events.some(({ type }) => type === 'tool:done'));
    const [first] = await history('ann', 'type=tool:start&payloads=hidden');
    const session = `/sessions/${first?.sessionId ?? ''}/events?payloads=hidden`;
    const texts = [
      JSON.stringify(stream.events),
      await (await fetch(origin + session, { headers: bearer('ann') })).text(),
      await (await fetch(`${origin}/history/export?payloads=hidden`, { headers: bearer('ann') })).text(),
    ];
    for (const text of texts) {
      expect(text).toContain('"payload":"hidden"');
      expect(text).not.toContain('814253');
    }
    expect(await openings()).toEqual([]);
    expect(await history('ann', 'type=admin:export')).toMatchObject([{ data: { payloads: false } }]);
    stream.cut();
  });

  it('are opened by nobody whose role hides them, and not by HEAD', async () => {
    await start();
    await call('acme');
    await history('vic', 'type=tool:start');
    await fetch(`${origin}/history?type=tool:start`, { method: 'HEAD', headers: bearer('ann') });
    expect(await openings()).toEqual([]);
  });

  it('are no act where none are recorded', async () => {
    await start('off');
    const stream = await EventStream.open(origin, { headers: bearer('ada') });
    await call('acme');
    await stream.until(() => stream.events.some(({ type }) => type === 'tool:done'));
    await history('ada', '');
    expect(await openings()).toEqual([]);
    stream.cut();
  });
});
