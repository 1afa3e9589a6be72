import { readFile } from 'node:fs/promises';
import type { INestApplication } from '@nestjs/common';
import { compareEventIds, type CrowsnestEvent, type HistoryPage } from '#contract';
import { connectLegacyClient } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication } from '../support/server/test-application.ts';

/** A number that only the calls of one tenant hold. */
const SECRETS = { acme: 814_253, globex: 597_126 };
const TENANTS = ['acme', 'globex'] as const;

const token = (name: string): string => `a-token-for-the-admin-${name}`;
const key = (tenant: string): string => `a-key-for-an-agent-of-${tenant}`;

describe('the erasure of arguments and results', () => {
  let app: INestApplication;
  let origin: string;
  let path: string;
  let sessions: Record<(typeof TENANTS)[number], string>;

  beforeEach(async () => {
    path = `${await temporaryFolder()}/events.db`;
    const admin = (name: string, tenantId: string | null) => ({ name, token: token(name), tenantId });
    ({ app, origin } = await startApplication([ScriptedTools], {
      tools: { payloads: { mode: 'redacted' } },
      events: { log: `sqlite:${path}` },
      mcp: { agentKeys: TENANTS.map((tenantId) => ({ tenantId, key: key(tenantId) })) },
      signIn: {
        tokens: [
          { ...admin('ann', null), role: 'admin' },
          { ...admin('gil', 'globex'), role: 'admin' },
          { ...admin('ole', null), role: 'operator' },
        ],
      },
    }));
    sessions = { acme: await callAs('acme'), globex: await callAs('globex') };
  });

  afterEach(() => app.close());

  /** Makes a call whose argument and result hold the number of the tenant; resolves with its session. */
  async function callAs(tenant: (typeof TENANTS)[number]): Promise<string> {
    const agent = await connectLegacyClient(app, { name: 'agent', key: key(tenant) });
    await agent.callTool({ name: 'add', arguments: { a: SECRETS[tenant], b: 0 } });
    const session = agent.transport.sessionId ?? '';
    await agent.close();
    return session;
  }

  const ask = (name: string, route: string, init: RequestInit = {}): Promise<Response> =>
    fetch(origin + route, {
      ...init,
      headers: { authorization: `Bearer ${token(name)}`, 'content-type': 'application/json' },
    });

  async function erase(name: string, route: string): Promise<{ status: number; body: unknown }> {
    const response = await ask(name, route, {
      method: 'DELETE',
      body: JSON.stringify({ reason: 'asked for by the agent' }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Which of the numbers history, a stream from the beginning, and the files hold. */
  async function held(): Promise<number[]> {
    const stream = await EventStream.open(origin, {
      lastEventId: '0',
      headers: { authorization: `Bearer ${token('ann')}` },
    });
    await stream.until(() => compareEventIds(stream.lastEventId ?? '0', stream.hello.stats.asOf) >= 0);
    stream.cut();
    const told = [await (await ask('ann', '/history')).text(), JSON.stringify(stream.events)];
    const stored = await Promise.all([readFile(path, 'latin1'), readFile(`${path}-wal`, 'latin1')]);
    return Object.values(SECRETS).filter((number) =>
      [...told, stored.join()].some((text) => text.includes(String(number))),
    );
  }

  async function acts(): Promise<CrowsnestEvent[]> {
    const { events } = (await (await ask('ann', '/history')).json()) as HistoryPage;
    return events.filter(({ type }) => type === 'admin:payload-erase');
  }

  it('takes those of one session from the log, from memory and from the file, and is on record', async () => {
    expect(await held()).toEqual([SECRETS.acme, SECRETS.globex]);
    const { status, body } = await erase('ann', `/sessions/${sessions.acme}/payloads`);
    expect({ status, body }).toEqual({ status: 202, body: { payloads: 2 } });
    expect(await held()).toEqual([SECRETS.globex]);
    const data = {
      admin: 'ann',
      outcome: 'done',
      reason: 'asked for by the agent',
      of: 'session',
      payloads: 2,
    };
    expect(await acts()).toMatchObject([{ sessionId: sessions.acme, tenantId: 'acme', data }]);
    expect(await erase('ann', `/sessions/${sessions.acme}/payloads`)).toMatchObject({
      body: { payloads: 0 },
    });
  });

  it('takes those of a whole tenant, for its own admin too', async () => {
    expect(await erase('gil', '/tenants/globex/payloads')).toEqual({ status: 202, body: { payloads: 2 } });
    expect(await held()).toEqual([SECRETS.acme]);
  });

  it('is refused to other roles, and to the admin of another tenant as if there was none', async () => {
    expect(await erase('ole', '/tenants/acme/payloads')).toMatchObject({ status: 403 });
    expect(await erase('gil', '/tenants/acme/payloads')).toMatchObject({
      status: 404,
      body: { error: 'TENANT_NOT_FOUND' },
    });
    expect(await erase('gil', `/sessions/${sessions.acme}/payloads`)).toMatchObject({
      status: 404,
      body: { error: 'SESSION_NOT_FOUND' },
    });
    expect(await held()).toEqual([SECRETS.acme, SECRETS.globex]);
    expect((await acts()).map(({ data }) => data)).toMatchObject([
      { admin: 'ole', outcome: 'refused', reason: 'FORBIDDEN' },
      { admin: 'gil', outcome: 'refused' },
      { admin: 'gil', outcome: 'refused' },
    ]);
  });
});
