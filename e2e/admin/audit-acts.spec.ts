import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient } from '#testing';
import { messageTo } from '../support/access/ask.ts';
import { asAdmin, readAll, readSessions } from '../support/server/admin-api.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const ANN = 'a-token-of-ann-0123456789';
const VIC = 'a-token-of-vic-0123456789';
const WRONG = 'a-token-of-nobody-0123456789';
const TOKENS = [
  { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
  { token: ANN, name: 'ann', role: 'operator', tenantId: 'acme' },
  { token: VIC, name: 'vic', role: 'viewer', tenantId: 'acme' },
] as const;

describe('what an admin does', () => {
  let application: TestApplication;
  let origin: string;

  const acts = async (): Promise<CrowsnestEvent[]> =>
    (await readAll(origin, '0')).filter(({ type }) => type.startsWith('admin:'));
  /** Waits for the next acts, and returns them. */
  const actsAfter = async (known: number, count: number): Promise<CrowsnestEvent[]> => {
    await waitUntil(async () => (await acts()).length >= known + count, {
      reason: `${count} acts are in the log`,
      seen: acts,
    });
    return (await acts()).slice(known);
  };
  const asAnn = (path: string, init: RequestInit) =>
    asAdmin(origin, path, { ...init, headers: { authorization: `Bearer ${ANN}`, ...init.headers } });

  beforeAll(async () => {
    application = await startApplication([], {
      access: { trustProxy: 1 },
      signIn: { tokens: TOKENS },
      mcp: { agentKeys: [{ tenantId: 'acme', key: 'acme-key' }] },
    });
    origin = application.origin;
  });

  afterAll(() => application.app.close());

  it('is an event for a sign-in and a sign-out', async () => {
    const known = (await acts()).length;
    const signIn = await asAnn('/auth/session', { method: 'POST' });
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(
      (await fetch(`${origin}/auth/session`, { method: 'DELETE', headers: { cookie, origin } })).status,
    ).toBe(204);
    const by = { admin: 'ann', role: 'operator', from: '127.0.0.1', outcome: 'done' };
    expect(await actsAfter(known, 2)).toMatchObject([
      { type: 'admin:sign-in', sessionId: '', tenantId: 'acme', data: by },
      { type: 'admin:sign-out', sessionId: '', tenantId: 'acme', data: by },
    ]);
  });

  it('is one event for all wrong tokens of a network until a minute has passed', async () => {
    const known = (await acts()).length;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const headers = { authorization: `Bearer ${WRONG}` };
      expect((await fetch(`${origin}/auth/session`, { method: 'POST', headers })).status).toBe(401);
    }
    const [attempt, ...others] = await actsAfter(known, 1);
    expect(others).toEqual([]);
    const refused = { admin: '', from: '127.0.0.1', outcome: 'refused', attempts: 1 };
    expect(attempt).toMatchObject({ type: 'admin:sign-in', tenantId: '', data: refused });
  });

  it('is an event for a wrong token that was tried at the metrics', async () => {
    const known = (await acts()).length;
    const headers = { authorization: `Bearer ${WRONG}`, 'x-forwarded-for': '192.0.2.7' };
    expect((await fetch(`${origin}/metrics`, { headers })).status).toBe(401);
    expect(await actsAfter(known, 1)).toMatchObject([
      { type: 'admin:sign-in', data: { admin: '', from: '192.0.2.7', outcome: 'refused', attempts: 1 } },
    ]);
  });

  it('is an event for a command that an assistant tries for a role that may not', async () => {
    const known = (await acts()).length;
    const { body, headers } = messageTo('end_session', { session: 'some-session' });
    const init = { method: 'POST', body, headers: { ...headers, authorization: `Bearer ${VIC}` } };
    expect(await (await fetch(`${origin}/admin/mcp`, init)).text()).toContain('end_session');
    expect(await actsAfter(known, 1)).toMatchObject([
      {
        type: 'admin:ask',
        tenantId: 'acme',
        data: {
          admin: 'vic',
          role: 'viewer',
          outcome: 'refused',
          reason: 'FORBIDDEN',
          asked: 'end_session',
          query: '{"session":"some-session"}',
        },
      },
    ]);
  });

  it('is an event for a command with its reason, and for a refused one with the code', async () => {
    const known = (await acts()).length;
    const agent = await connectLegacyClient(origin, { key: 'acme-key' });
    const [session] = await readSessions(origin);
    const body = JSON.stringify({ reason: 'Out of bounds' });
    const init = { method: 'DELETE', body, headers: { 'content-type': 'application/json' } };
    const statuses = [0, 1].map(async () => (await asAnn(`/sessions/${session!.sessionId}`, init)).status);
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([202, 409]));
    const data = { admin: 'ann', sessionId: session!.sessionId };
    expect(await actsAfter(known, 2)).toMatchObject([
      { type: 'admin:session-end', data: { ...data, outcome: 'done', reason: 'Out of bounds' } },
      {
        type: 'admin:session-end',
        sessionId: '',
        data: { ...data, outcome: 'refused', reason: 'SESSION_ENDED' },
      },
    ]);
    await agent.close();
  });

  it.each([
    ['DELETE', '/sessions/some-session', 'admin:session-end', { sessionId: 'some-session' }],
    ['POST', '/calls/some-call/cancel', 'admin:call-cancel', { callId: 'some-call', tool: '' }],
    ['DELETE', '/sessions/some-session/payloads', 'admin:payload-erase', { of: 'session', payloads: 0 }],
    ['DELETE', '/tenants/acme/payloads', 'admin:payload-erase', { of: 'tenant', payloads: 0 }],
  ] as const)('is an event for %s %s by a role that may not', async (method, path, type, what) => {
    const known = (await acts()).length;
    const headers = { authorization: `Bearer ${VIC}` };
    expect((await asAdmin(origin, path, { method, headers })).status).toBe(403);
    expect(await actsAfter(known, 1)).toMatchObject([
      {
        type,
        sessionId: '',
        tenantId: 'acme',
        data: { admin: 'vic', role: 'viewer', outcome: 'refused', reason: 'FORBIDDEN', ...what },
      },
    ]);
  });

  it('is an event for a command by cookie that comes from a foreign page', async () => {
    const signIn = await asAnn('/auth/session', { method: 'POST' });
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    await waitUntil(async () => (await acts()).at(-1)?.type === 'admin:sign-in', {
      reason: 'the sign-in is in the log',
    });
    const known = (await acts()).length;
    expect(
      (await fetch(`${origin}/sessions/some-session`, { method: 'DELETE', headers: { cookie } })).status,
    ).toBe(403);
    expect(await actsAfter(known, 1)).toMatchObject([
      { type: 'admin:session-end', data: { admin: 'ann', outcome: 'refused', reason: 'ORIGIN_NEEDED' } },
    ]);
  });

  it('is an event for an export, with what was asked for', async () => {
    const known = (await acts()).length;
    await (await asAdmin(origin, '/history/export?format=csv&type=tool:done')).text();
    const [exported] = await actsAfter(known, 1);
    expect(exported).toMatchObject({
      type: 'admin:export',
      data: {
        admin: 'admin',
        outcome: 'done',
        format: 'csv',
        query: 'format=csv&type=tool:done',
        payloads: true,
      },
    });
  });

  it('is told without the tokens that were sent', async () => {
    const told = JSON.stringify(await acts());
    for (const token of [ADMIN_TOKEN, ANN, WRONG]) expect(told).not.toContain(token);
  });
});
