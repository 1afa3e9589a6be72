import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { SessionList, SessionView, StatsSnapshot } from '#contract';
import { connectLegacyClient, connectModernClient, TESTING_ADMIN_TOKEN } from '#testing';
import { Tool } from '#tools';
import { asAdmin, readAll, readSessions, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

@Injectable()
class Greeter {
  @Tool({ name: 'greet', input: z.object({ name: z.string() }) })
  greet({ name }: { name: string }): string {
    return `Hello, ${name}`;
  }
}

const TENANT_TOKEN = 'a-token-of-one-tenant-only';

describe('the read routes', () => {
  let application: TestApplication;
  let origin: string;

  const get = async (path: string, token?: string): Promise<{ status: number; body: unknown }> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await asAdmin(origin, path, { headers });
    return { status: response.status, body: await response.json() };
  };

  beforeAll(async () => {
    const everybody = {
      token: TESTING_ADMIN_TOKEN,
      name: 'admin',
      role: 'admin',
      tenantId: null,
    } as const;
    const oneTenant = { token: TENANT_TOKEN, name: 'acme-viewer', role: 'viewer', tenantId: 'acme' } as const;
    application = await startApplication([Greeter], {
      signIn: { tokens: [everybody, oneTenant] },
      stats: { stuckMs: 5_000 },
      mcp: {
        agentKeys: [
          { tenantId: 'acme', key: 'acme-key' },
          { tenantId: 'globex', key: 'globex-key' },
        ],
      },
    });
    origin = application.origin;
    const acme = await connectLegacyClient(origin, { name: 'acme-agent', key: 'acme-key' });
    await acme.callTool({ name: 'greet', arguments: { name: 'you' } });
    const globex = await connectModernClient(origin, { name: 'globex-agent', key: 'globex-key' });
    await globex.callTool({ name: 'greet', arguments: { name: 'you' } });
    await globex.callTool({ name: 'greet', arguments: {} });
    await Promise.all([acme.close(), globex.close()]);
  });

  afterAll(() => application.app.close());

  it('list sessions of both origins with their calls', async () => {
    const sessions = await readSessions(origin);
    expect(sessions).toMatchObject([
      {
        origin: 'derived',
        client: { name: 'globex-agent', version: '2.0.0' },
        calls: 2,
        errors: 1,
        state: 'open',
      },
      {
        origin: 'protocol',
        client: { name: 'acme-agent' },
        tenantId: 'acme',
        calls: 1,
        errors: 0,
        callsInFlight: 0,
      },
    ]);
  });

  it('list sessions in pages, as of the last event', async () => {
    const all = await readAll(origin, '0');
    const whole = (await get('/sessions')).body as SessionList;
    const counts = { open: 2, ended: 0, withoutCalls: 0 };
    expect(whole).toEqual({ asOf: all.at(-1)!.id, emptyForgotten: 0, counts, sessions: whole.sessions });
    const first = (await get('/sessions?limit=1')).body as SessionList;
    expect(first).toEqual({
      asOf: whole.asOf,
      emptyForgotten: 0,
      counts,
      sessions: whole.sessions.slice(0, 1),
      next: expect.any(String),
    });
    const rest = await get(`/sessions?limit=1&cursor=${encodeURIComponent(first.next!)}`);
    expect(rest.body).toEqual({
      asOf: whole.asOf,
      emptyForgotten: 0,
      counts,
      sessions: whole.sessions.slice(1),
    });
    expect((await get('/sessions?state=open')).body).toEqual(whole);
    expect((await get('/sessions?state=closed,expired')).body).toEqual({
      asOf: whole.asOf,
      emptyForgotten: 0,
      counts: { open: 0, ended: 0, withoutCalls: 0 },
      sessions: [],
    });
  });

  it('return one session, and its events oldest first', async () => {
    const [session] = (await readSessions(origin)) as [SessionView];
    expect(await get(`/sessions/${session.sessionId}`)).toEqual({ status: 200, body: session });
    const { body } = await get(`/sessions/${session.sessionId}/events`);
    const { events } = body as { events: { type: string }[] };
    expect(events.map((event) => event.type)).toEqual([
      'session:open',
      'tool:start',
      'tool:done',
      'tool:start',
      'tool:error',
    ]);
    const page = await get(`/sessions/${session.sessionId}/events?limit=1`);
    expect(page.body).toEqual({ events: [events.at(-1)] });
  });

  it('answer an unknown session with 404', async () => {
    const expected = { status: 404, body: { error: 'SESSION_NOT_FOUND', message: expect.any(String) } };
    expect(await get('/sessions/nobody')).toEqual(expected);
    expect(await get('/sessions/nobody/events')).toEqual(expected);
  });

  it('say when a running call counts as stuck, and the last known p99 of each tool', async () => {
    for (const token of [TESTING_ADMIN_TOKEN, TENANT_TOKEN]) {
      const { stuckMs, tools } = (await get('/stats', token)).body as StatsSnapshot;
      expect(stuckMs).toBe(5_000);
      expect(tools['greet']?.lastP99LatencyMs).toBe(tools['greet']?.p99LatencyMs);
      expect(tools['greet']?.lastP99LatencyMs).toEqual(expect.any(Number));
    }
  });

  it('return history in pages forward and backward', async () => {
    const all = await readAll(origin, '0');
    const { body } = await get(`/history?before=${all[3]!.id}&limit=2`);
    expect(body).toEqual({ events: all.slice(1, 3) });
    expect((await get(`/history?after=${all[3]!.id}&limit=2`)).body).toEqual({ events: all.slice(4, 6) });
    const always = 'from=0000-01-01T00:00:00%2B14:00&to=9999-12-31T23:59:59-14:00';
    expect((await get(`/history?${always}&limit=1000`)).body).toEqual({ events: all });
    expect((await get('/history?type=tool:error&tool=greet&tenant=globex')).body).toEqual({
      events: all.filter((event) => event.type === 'tool:error'),
    });
  });

  it.each([
    ['/history?limit=0', 'BAD_PARAMETER'],
    ['/history?limit=1001', 'BAD_PARAMETER'],
    ['/history?limit=ten', 'BAD_PARAMETER'],
    ['/history?after=one', 'BAD_EVENT_ID'],
    ['/history?before=1.5', 'BAD_EVENT_ID'],
    ['/history?type=tool:begin', 'BAD_FILTER'],
    ['/history?tool=', 'BAD_FILTER'],
    ['/history?sort=desc', 'UNKNOWN_PARAMETER'],
    ['/sessions?limit=1001', 'BAD_PARAMETER'],
    ['/sessions?state=gone', 'BAD_FILTER'],
    ['/sessions?cursor=first', 'BAD_CURSOR'],
    ['/sessions?cursor=-calls_1_s', 'BAD_CURSOR'],
    ['/sessions?cursor=-calls_1_s1', 'BAD_CURSOR'],
    ['/sessions?sort=desc', 'BAD_PARAMETER'],
    ['/sessions?withCalls=yes', 'BAD_PARAMETER'],
    ['/sessions?from=yesterday', 'BAD_PARAMETER'],
    ['/sessions?order=client', 'UNKNOWN_PARAMETER'],
    ['/sessions/nobody?sort=desc', 'UNKNOWN_PARAMETER'],
    ['/sessions/nobody/events?sort=desc', 'UNKNOWN_PARAMETER'],
    ['/stats?sort=desc', 'UNKNOWN_PARAMETER'],
  ])('reject %s with %s', async (path, error) => {
    expect(await get(path)).toEqual({ status: 400, body: { error, message: expect.any(String) } });
  });

  it.each(['/stats?a&b', '/sessions/nobody?a', '/sessions/nobody/events?limit=5&a', '/history?a=1&limit=0'])(
    'name the parameter of %s that is unknown',
    async (path) => {
      const { message } = (await get(path)).body as { message: string };
      expect(message).toMatch(
        /^There is no parameter "a" here; (this route takes none|there are (after|from), )/,
      );
    },
  );

  it('show an admin of one tenant only that tenant', async () => {
    const sessions = (await get('/sessions', TENANT_TOKEN)).body as { sessions: SessionView[] };
    expect(sessions.sessions.map((session) => session.tenantId)).toEqual(['acme']);
    expect((await get('/stats', TENANT_TOKEN)).body).toMatchObject({
      activeSessions: 1,
      totalToolCalls: 1,
      errorCount: 0,
    });
    expect(await readStats(origin)).toMatchObject({ activeSessions: 2, totalToolCalls: 3, errorCount: 1 });
    const history = (await get('/history?tenant=globex', TENANT_TOKEN)).body;
    expect(history).toEqual({ events: [] });
    const [foreign] = await readSessions(origin);
    expect((await get(`/sessions/${foreign!.sessionId}`, TENANT_TOKEN)).status).toBe(404);

    const stream = await EventStream.open(origin, {
      query: '?replay=100',
      headers: { authorization: `Bearer ${TENANT_TOKEN}` },
    });
    await stream.until(() => stream.events.length === 3);
    expect(stream.hello).toMatchObject({ filtered: true, stats: { totalToolCalls: 1 } });
    expect(stream.events.map((event) => event.tenantId)).toEqual(['acme', 'acme', 'acme']);
    stream.cut();
  });

  it('require credentials, except for the health routes', async () => {
    for (const path of ['/stats', '/history', '/sessions', '/sessions/x', '/sessions/x/events', '/events'])
      expect((await fetch(`${origin}${path}`)).status).toBe(401);
    expect(await (await fetch(`${origin}/health/live`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${origin}/health/ready`)).json()).toEqual({ status: 'ready', log: 'ok' });
  });
});
