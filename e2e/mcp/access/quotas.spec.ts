import type { INestApplication } from '@nestjs/common';
import type { CrowsnestEvent, QuotaList } from '#contract';
import { EventLog } from '#events';
import { QuotaRules, type QuotaOptions } from '#quotas';
import {
  beginSession,
  callRequest,
  initializeRequest,
  sendModern,
  sendRaw,
  type RawAnswer,
} from '../../support/agents/raw-mcp.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { asAdmin, readAll, readSessions, readStats } from '../../support/server/admin-api.ts';
import { startApplication } from '../../support/server/test-application.ts';

const ACME = { authorization: 'Bearer key-of-acme' };
const GLOBEX = { authorization: 'Bearer key-of-globex' };
const AGENT_KEYS = [
  { tenantId: 'acme', key: 'key-of-acme' },
  { tenantId: 'acme', key: 'another-key-of-acme' },
  { tenantId: 'globex', key: 'key-of-globex' },
];
const ANOTHER = { authorization: 'Bearer another-key-of-acme' };

describe('the MCP endpoint, with limits of agents and tenants,', () => {
  let app: INestApplication;
  let origin: string;
  let tools: ScriptedTools;

  async function start(quotas: QuotaOptions): Promise<void> {
    ({ app, origin } = await startApplication([ScriptedTools], { mcp: { agentKeys: AGENT_KEYS }, quotas }));
    tools = app.get(ScriptedTools);
  }

  function add(headers: Record<string, string>): Promise<RawAnswer> {
    return sendModern(origin, 'tools/call', { name: 'add', arguments: { a: 1, b: 2 } }, { headers, id: 7 });
  }

  function hold(key: string, headers: Record<string, string>): Promise<RawAnswer> {
    return sendModern(origin, 'tools/call', { name: 'hold', arguments: { key } }, { headers });
  }

  async function batch(count: number, session: Record<string, string>): Promise<number> {
    const calls = Array.from({ length: count }, (_, id) => callRequest('add', { a: id, b: id }, id));
    return (await sendRaw(origin, calls, { headers: session })).status;
  }

  async function quotaEvents(): Promise<CrowsnestEvent[]> {
    await app.get(EventLog).flush();
    return (await readAll(origin, '0')).filter(({ type }) => type.startsWith('quota:'));
  }

  async function quotas(): Promise<QuotaList['quotas']> {
    return ((await (await asAdmin(origin, '/quotas')).json()) as QuotaList).quotas;
  }

  afterEach(() => app.close());

  it('refuses the calls of both eras beyond those of a minute, and a batch as a whole', async () => {
    await start({ default: { callsPerMinute: 3 } });
    const session = { ...ACME, 'mcp-session-id': await beginSession(origin, ACME) };
    expect((await add(ACME)).status).toBe(200);
    expect(await batch(3, session)).toBe(429);
    expect(await batch(2, session)).toBe(200);
    const { status, headers, body } = await add(ACME);
    const seconds = Number(headers.get('retry-after'));
    expect(status).toBe(429);
    expect(seconds).toBeGreaterThan(0);
    expect(body).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: {
        code: -32_000,
        message: `Agent acme may make 3 calls a minute (callsPerMinute). Try again in ${seconds} s.`,
      },
    });
    expect(await batch(1, session)).toBe(429);
    expect((await add(ANOTHER)).status).toBe(200);
    expect((await readStats(origin)).totalToolCalls).toBe(4);
  });

  it('counts the calls of all agents of a tenant together', async () => {
    await start({ tenants: { acme: { callsPerMinute: 2 } } });
    expect((await add(ACME)).status).toBe(200);
    expect((await add(ANOTHER)).status).toBe(200);
    const { status, body } = await add(ACME);
    expect(status).toBe(429);
    expect(body?.error?.message).toMatch(/^All agents of tenant acme together may make 2 calls a minute/);
    expect((await add(GLOBEX)).status).toBe(200);
  });

  it('refuses what is beyond the calls at once, also of requests that arrive together', async () => {
    await start({ tenants: { acme: { callsAtOnce: 2 } } });
    const first = hold('first', ACME);
    const held = await tools.held('first');
    const others = ['a', 'b', 'c'].map((key) => hold(key, ANOTHER));
    const refused = await Promise.race(others);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    await waitUntil(async () => (await quotas())[0]?.used === 2, { reason: 'one of them has begun' });
    for (const key of ['a', 'b', 'c']) void tools.held(key).then((call) => call.finish('done'));
    held.finish('done');
    const statuses = (await Promise.all(others)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 429, 429]);
    expect((await first).status).toBe(200);
    expect((await quotas())[0]?.used).toBe(0);
  });

  it('gives places back when an admin ends the session of calls, and when the connection of a newer agent is cut', async () => {
    await start({ tenants: { acme: { callsAtOnce: 2 } } });
    const sessionId = await beginSession(origin, ACME);
    const headers = { ...ACME, 'mcp-session-id': sessionId };
    const older = sendRaw(origin, callRequest('hold', { key: 'older' }), { headers });
    const cut = new AbortController();
    const options = { headers: ANOTHER, signal: cut.signal };
    const newer = sendModern(origin, 'tools/call', { name: 'hold', arguments: { key: 'newer' } }, options);
    newer.catch(() => undefined);
    for (const key of ['older', 'newer']) await tools.held(key);
    expect((await add(ACME)).status).toBe(429);
    await asAdmin(origin, `/sessions/${sessionId}`, { method: 'DELETE' });
    expect((await older).body).toMatchObject({ result: { isError: true } });
    cut.abort();
    await (
      await tools.held('newer')
    ).aborted;
    await waitUntil(async () => (await quotas())[0]?.used === 0, { reason: 'both places are free' });
    expect(await batch(2, { ...ANOTHER, 'mcp-session-id': await beginSession(origin, ANOTHER) })).toBe(200);
  });

  it('lets the longest idle session of an agent give way, and refuses one more if all have running calls', async () => {
    await start({ default: { sessions: 1 } });
    const first = await beginSession(origin, ACME);
    const second = await beginSession(origin, ACME);
    expect((await readSessions(origin)).map(({ sessionId, state }) => [sessionId, state])).toEqual([
      [second, 'open'],
      [first, 'expired'],
    ]);
    const headers = { ...ACME, 'mcp-session-id': second };
    const call = sendRaw(origin, callRequest('hold', { key: 'busy' }), { headers });
    const held = await tools.held('busy');
    const { status, body } = await sendRaw(origin, initializeRequest(), { headers: ACME });
    expect(status).toBe(429);
    expect(body?.error?.message).toMatch(/^Agent acme may have 1 open sessions \(sessions\)/);
    held.finish('done');
    expect((await call).status).toBe(200);
  });

  it('refuses arguments that are too large, and too many of them in a minute', async () => {
    const own = JSON.stringify({ a: 1, b: 2 }).length;
    await start({
      default: { argumentBytes: own },
      tenants: { acme: { argumentBytesPerMinute: own }, globex: { argumentBytesPerMinute: own - 1 } },
    });
    const large = await sendModern(
      origin,
      'tools/call',
      { name: 'add', arguments: { a: 1, b: 22 } },
      { headers: ACME },
    );
    expect([large.status, large.headers.get('retry-after')]).toEqual([413, null]);
    expect((await add(ACME)).status).toBe(200);
    const beyond = await add(ACME);
    expect([beyond.status, Number(beyond.headers.get('retry-after')) > 0]).toEqual([429, true]);
    // It would be too much in any minute.
    expect((await add(GLOBEX)).status).toBe(413);
  });

  it('tells once that a limit is near and that it is exceeded, and lists what is used', async () => {
    await start({ tenants: { acme: { callsPerMinute: 5 } } });
    for (let call = 0; call < 5; call += 1) await add(ACME);
    await add(ACME);
    await add(ACME);
    const facts = { scope: 'tenant', name: 'acme', limit: 'callsPerMinute', max: 5, windowMs: 60_000 };
    await waitUntil(async () => (await quotaEvents()).length === 2, { reason: 'both are told' });
    expect(await quotaEvents()).toMatchObject([
      { type: 'quota:near', tenantId: 'acme', sessionId: '', data: { ...facts, value: 4 } },
      { type: 'quota:exceeded', tenantId: 'acme', data: { ...facts, value: 5, refused: 1 } },
    ]);
    expect(await quotas()).toEqual([{ ...facts, tenantId: 'acme', used: 5 }]);
  });

  it('applies other limits at once, and keeps what was counted', async () => {
    await start({});
    expect((await add(ACME)).status).toBe(200);
    const rules = app.get(QuotaRules);
    rules.replaceAll({ default: { callsPerMinute: 1 } });
    expect((await add(ACME)).status).toBe(200);
    expect((await add(ACME)).status).toBe(429);
    rules.replaceAll({ default: { callsPerMinute: 2 } });
    expect((await add(ACME)).status).toBe(200);
    rules.replaceAll({});
    expect((await add(ACME)).status).toBe(200);
  });
});
