import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventOf, HistoryPage } from '#contract';
import { beginSession, sendModern, sendRaw, type RawMessage } from '../support/agents/raw-mcp.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin, readAll, readSessions } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

const KEYS = { acme: 'a-key-of-acme-0123456789', globex: 'a-key-of-globex-0123456789' };
const FORECAST = { name: 'get_current_weather', arguments: { city: 'Berlin' } };

/** Each test starts processes, which takes long on a busy machine. */
import.meta.jest.setTimeout(240_000);

function bearer(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}

describe('a configuration file that changes while the server runs', () => {
  let file: string;
  let server: ServerProcess;

  /** Puts another file in its place, so that nobody reads half of one. */
  function write(members: object): void {
    const agents = Object.entries(KEYS).map(([tenant, key]) => ({ name: tenant, tenant, key }));
    const common = { CROWSNEST_LOG: 'memory:', CROWSNEST_PAYLOADS: 'redacted', agents };
    writeFileSync(`${file}.new`, JSON.stringify({ ...common, ...members }));
    renameSync(`${file}.new`, file);
  }

  async function start(members: object = {}): Promise<void> {
    file = join(await temporaryFolder(), 'crowsnest.json');
    write(members);
    server = await ServerProcess.start(await freePort(), { CROWSNEST_CONFIG: file, CROWSNEST_LOG: '' });
  }

  /** The newest act about the file, once there are as many as that. */
  async function actNumber(count: number): Promise<EventOf<'admin:configuration'>['data']> {
    const acts = async () => {
      const page = await asAdmin(server.origin, '/history?type=admin:configuration');
      return ((await page.json()) as HistoryPage).events as EventOf<'admin:configuration'>[];
    };
    await waitUntil(async () => (await acts()).length >= count, {
      reason: `the file was read ${count} times`,
      seen: () => server.output,
    });
    return (await acts()).at(-1)!.data;
  }

  async function call(key: string): Promise<RawMessage | undefined> {
    return (await sendModern(server.origin, 'tools/call', FORECAST, { headers: bearer(key) })).body;
  }

  afterEach(() => server.stop());

  it('has every setting named that the next start alone applies, as long as it is not as it was', async () => {
    await start({ CROWSNEST_DRAIN_MS: 9_000 });
    write({ CROWSNEST_DRAIN_MS: 8_000, CROWSNEST_MAX_CALLS: 9, CROWSNEST_PAGE_SIZE: 10 });
    const pending = ['CROWSNEST_DRAIN_MS', 'CROWSNEST_MAX_CALLS', 'CROWSNEST_PAGE_SIZE'];
    const act = await actNumber(1);
    expect(act.pending?.toSorted()).toEqual(pending);
    expect([act.added?.toSorted(), act.changed]).toEqual([
      ['CROWSNEST_MAX_CALLS', 'CROWSNEST_PAGE_SIZE'],
      ['CROWSNEST_DRAIN_MS'],
    ]);
    const told = pending.map((name) => new RegExp(`Not applied before the next start.*\\b${name}\\b`));
    await waitUntil(() => told.every((text) => text.test(server.output)), {
      reason: 'the log names them',
      seen: () => server.output,
    });
    write({ CROWSNEST_DRAIN_MS: 9_000, CROWSNEST_PAGE_SIZE: 10 });
    expect(await actNumber(2)).toMatchObject({
      pending: ['CROWSNEST_PAGE_SIZE'],
      removed: ['CROWSNEST_MAX_CALLS'],
    });
    write({ CROWSNEST_DRAIN_MS: 9_000, alerts: { rules: [{ name: 'stuck', kind: 'stuck-call' }] } });
    const last = await actNumber(3);
    expect(last).toMatchObject({ added: ['alerts.rules.stuck'], removed: ['CROWSNEST_PAGE_SIZE'] });
    expect(last).not.toHaveProperty('pending');
  });

  it('takes tools from the agents of a tenant, whose sessions end, and from nobody else', async () => {
    await start();
    const acme = await beginSession(server.origin, bearer(KEYS.acme));
    const globex = await beginSession(server.origin, bearer(KEYS.globex));
    expect((await call(KEYS.acme))?.result).toBeDefined();
    write({ tenants: { acme: { deny: ['get_*'] } } });
    await waitUntil(async () => (await call(KEYS.acme))?.error !== undefined, {
      reason: 'the tool does not exist for the agents of acme',
    });
    expect((await call(KEYS.globex))?.result).toBeDefined();
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    const ask = (sessionId: string, key: string) =>
      sendRaw(server.origin, list, { headers: { ...bearer(key), 'mcp-session-id': sessionId } });
    expect((await ask(acme, KEYS.acme)).status).toBe(404);
    expect(JSON.stringify((await ask(globex, KEYS.globex)).body)).toContain('get_current_weather');
    const anew = await beginSession(server.origin, bearer(KEYS.acme));
    expect(JSON.stringify((await ask(anew, KEYS.acme)).body)).not.toContain('get_current_weather');
    const ended = (await readSessions(server.origin)).find(({ sessionId }) => sessionId === acme);
    expect(ended).toMatchObject({ state: 'closed' });
    // What else is said of a tenant ends no session.
    write({ tenants: { acme: { deny: ['get_*'], maxAgeMs: 86_400_000 } } });
    await actNumber(2);
    expect((await ask(anew, KEYS.acme)).status).toBe(200);
  });

  it('lets events, arguments and results end sooner', async () => {
    await start();
    for (const key of Object.values(KEYS)) await call(key);
    const stored = async (): Promise<string[]> =>
      (await readAll(server.origin, '0'))
        .filter(({ type }) => type.startsWith('tool:'))
        .map(({ type, tenantId, data }) => `${tenantId} ${type} ${'payload' in data ? data.payload : ''}`);
    expect(await stored()).toHaveLength(4);
    write({
      tenants: { acme: { payloadMaxAgeMs: 1 } },
      eventTypes: { 'tool:start': { maxAgeMs: 1 } },
    });
    const left = ['acme tool:done gone', 'globex tool:done '];
    await waitUntil(async () => (await stored()).join() === left.join(), {
      reason: 'what is too old by the new file is gone',
      seen: stored,
      timeoutMs: 60_000,
    });
  });

  it('needs keys of agents from then on, even if it has none', async () => {
    await start({ agents: undefined });
    const anonymous = () => sendModern(server.origin, 'tools/call', FORECAST);
    expect((await anonymous()).status).toBe(200);
    write({ agents: [] });
    await waitUntil(async () => (await anonymous()).status === 401, { reason: 'no agent is anonymous' });
  });

  it('opens the metrics with another token, and not with the one before', async () => {
    const tokens = ['the-first-token-of-the-metrics', 'the-next-token-of-the-metrics'];
    await start({ CROWSNEST_METRICS_TOKEN: tokens[0] });
    const statuses = () =>
      Promise.all(
        tokens.map(
          async (token) => (await fetch(`${server.origin}/metrics`, { headers: bearer(token) })).status,
        ),
      );
    expect(await statuses()).toEqual([200, 401]);
    write({ CROWSNEST_METRICS_TOKEN: tokens[1] });
    // A wrong token that is sent too often is not looked at any more.
    await waitUntil(() => server.output.includes('other tokens of metrics'), {
      reason: 'the file is read again',
    });
    expect(await statuses()).toEqual([401, 200]);
  });

  it('tells no secret of what has changed', async () => {
    await start();
    write({
      admins: [{ name: 'ann', token: 'a-token-of-ann-0123456789', role: 'viewer' }],
      CROWSNEST_METRICS_TOKEN: 'a-token-of-the-metrics-0123456789',
    });
    await actNumber(1);
    const told = `${server.output}${await (await asAdmin(server.origin, '/history?limit=1000')).text()}`;
    expect(told).toContain('admins.ann');
    expect(told).toContain('CROWSNEST_METRICS_TOKEN');
    expect(told).not.toMatch(/a-token-of-|a-key-of-/);
    expect(told).not.toContain(ADMIN_TOKEN);
  });
});
