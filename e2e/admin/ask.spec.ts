import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { consolePageAt, ROUTES, type AuditEvent } from '#contract';
import { EventLog } from '#events';
import { connectLegacyClient, type LegacyClient } from '#testing';
import { Tool, type ToolContext } from '#tools';
import { ASSISTANTS, type Assistant } from '../support/agents/assistants.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const VIEWER = 'a-token-that-may-only-look';
const ACME = 'a-token-of-acme-s-operator';
const TOKENS = [
  { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
  { token: VIEWER, name: 'viewer', role: 'viewer', tenantId: null },
  { token: ACME, name: 'acme-operator', role: 'operator', tenantId: 'acme' },
] as const;
const KEYS = [
  { tenantId: 'acme', key: 'acme-key' },
  { tenantId: 'globex', key: 'globex-key' },
];

/** Milliseconds after which a running call is stuck here. */
const STUCK_MS = 50;

@Injectable()
class Tools {
  @Tool({ name: 'find', input: z.object({ text: z.string() }) })
  find({ text }: { text: string }): string {
    return text;
  }

  @Tool({ name: 'fail' })
  fail(): never {
    throw new Error('The hold is full');
  }

  /** Ends only by its signal. */
  @Tool({ name: 'hang' })
  hang(_input: unknown, { signal }: ToolContext): Promise<string> {
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));
  }
}

describe.each(Object.entries(ASSISTANTS))('an assistant of an admin, on %s,', (_, connect) => {
  let server: TestApplication;
  let globex: LegacyClient;
  const assistants: Assistant[] = [];

  const assistant = async (token = ADMIN_TOKEN): Promise<Assistant> => {
    const url = new URL(server.origin + ROUTES.adminMcp);
    const made = await connect(url, { headers: { authorization: `Bearer ${token}` } });
    assistants.push(made);
    return made;
  };
  const told = async <T>(answer: ReturnType<Assistant['ask']>): Promise<T> => {
    const { text, isError } = await answer;
    if (isError) throw new Error(text);
    return JSON.parse(text) as T;
  };
  const acts = async () =>
    (await readAll(server.origin, '0')).filter(({ type }) => type.startsWith('admin:')) as AuditEvent[];
  const hang = async (agent: LegacyClient): Promise<void> => {
    void agent.callTool({ name: 'hang' }).catch(() => undefined);
    await waitUntil(async () => (await readStats(server.origin)).toolCallsInFlight === 1, {
      reason: 'the call runs',
    });
  };

  beforeEach(async () => {
    server = await startApplication([Tools], {
      signIn: { tokens: TOKENS },
      mcp: { agentKeys: KEYS },
      stats: { stuckMs: STUCK_MS },
    });
    await connectLegacyClient(server.app, { name: 'acme-agent', key: 'acme-key' });
    globex = await connectLegacyClient(server.app, { name: 'globex-agent', key: 'globex-key' });
    await globex.callTool({ name: 'find', arguments: { text: 'anchor' } });
    await globex.callTool({ name: 'fail' });
    await globex.callTool({ name: 'find', arguments: { text: 'sextant' } });
    await server.app.get(EventLog).flush();
  });

  afterEach(async () => {
    await Promise.all(assistants.splice(0).map((one) => one.close()));
    await server.app.close();
  });

  it('finds which agent is stuck, and what its last three calls got', async () => {
    await hang(globex);
    const admin = await assistant();
    type Stuck = { stuck: number; calls: Record<string, unknown>[] };
    const stuck = () => told<Stuck>(admin.ask('stuck'));
    await waitUntil(async () => (await stuck()).stuck === 1, { reason: 'the call counts as stuck' });
    const { calls } = await stuck();
    expect(calls).toMatchObject([
      { pace: 'stuck', tool: 'hang', agent: { name: 'globex-agent' }, tenantId: 'globex' },
    ]);
    const session = String(calls[0]?.['sessionId']);
    const { ended, running } = await told<{ ended: object[]; running: object[] }>(
      admin.ask('session', { session, limit: 3 }),
    );
    expect(running).toMatchObject([{ tool: 'hang' }]);
    expect(ended).toMatchObject([
      { tool: 'find', outcome: 'done' },
      { tool: 'fail', outcome: 'thrown', error: 'The hold is full' },
      { tool: 'find', outcome: 'done' },
    ]);
  });

  it('gets counters, calls, errors, events and the slowest, each with a link to a page that there is', async () => {
    const admin = await assistant();
    const now = Date.now();
    const time = new Date(now).toISOString();
    const answers = {
      counters: await told<{ link: string; calls: number }>(admin.ask('counters')),
      range: await told<{ link: string }>(admin.ask('counters', { filter: 'tool:find', from: '2026-01-01' })),
      sessions: await told<{ link: string }>(admin.ask('sessions', { state: 'open' })),
      calls: await told<{ link: string }>(admin.ask('calls', { filter: 'tool:find', limit: 1 })),
      errors: await told<{ link: string }>(admin.ask('errors')),
      history: await told<{ link: string }>(admin.ask('history', { filter: 'type:session:open' })),
      slowest: await told<{ link: string }>(admin.ask('slowest', { limit: 1 })),
      around: await told<{ link: string }>(admin.ask('before_and_after', { time, minutes: 5 })),
    };
    expect(answers).toMatchObject({
      counters: { calls: 3, errors: 1, sessions: 2 },
      range: { calls: 2, complete: true },
      sessions: { sessions: [{ client: { name: 'globex-agent' } }, { client: { name: 'acme-agent' } }] },
      calls: { calls: [{ tool: 'find', outcome: 'done' }], next: expect.any(String) as string },
      errors: { errors: [{ tool: 'fail', kind: 'thrown', count: 1, sessions: 1 }] },
      history: { events: [{ type: 'session:open' }, { type: 'session:open' }] },
      slowest: { calls: [{ callId: expect.any(String) as string }] },
      around: { before: { calls: 3 }, after: { calls: 0 } },
    });
    for (const { link } of Object.values(answers)) {
      expect(link).toMatch(new RegExp(`^${server.origin}/dashboard/`));
      expect(consolePageAt(new URL(link).pathname.replace('/dashboard/', ''))).toBeDefined();
    }
  });

  it('finds the failures of a group by its filter', async () => {
    const admin = await assistant();
    const { errors } = await told<{ errors: { group: string }[] }>(admin.ask('errors'));
    const filter = `group:${errors[0]?.group}`;
    const { events } = await told<{ events: { type: string }[] }>(admin.ask('history', { filter }));
    expect(events).toMatchObject([{ type: 'tool:error', data: { tool: 'fail', kind: 'thrown' } }]);
    expect(await told(admin.ask('errors', { filter: `-${filter}` }))).toMatchObject({ errors: [] });
  });

  it('pages through calls without one twice', async () => {
    const admin = await assistant();
    const seen: string[] = [];
    for (let before: string | undefined, pages = 0; pages < 5; pages += 1) {
      const page = await told<{ calls: { callId: string }[]; next?: string }>(
        admin.ask('calls', { limit: 2, ...(before && { before }) }),
      );
      seen.push(...page.calls.map(({ callId }) => callId));
      before = page.next;
      if (!before) break;
    }
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  });

  it('sees nothing of another tenant', async () => {
    await hang(globex);
    const admin = await assistant(ACME);
    const session = globex.transport.sessionId!;
    for (const [tool, args] of [
      ['stuck', {}],
      ['sessions', {}],
      ['calls', {}],
      ['errors', {}],
      ['history', {}],
      ['counters', {}],
      ['slowest', { from: '2026-01-01' }],
    ] as const) {
      const { text, isError } = await admin.ask(tool, args);
      expect({ tool, isError, tells: /globex|"tool":"(find|fail|hang)"/.test(text) }).toEqual({
        tool,
        isError: false,
        tells: false,
      });
    }
    expect(await admin.ask('session', { session })).toEqual({
      text: `There is no session ${session}`,
      isError: true,
    });
    expect(await admin.ask('end_session', { session })).toMatchObject({ isError: true });
    expect((await readStats(server.origin)).activeSessions).toBe(2);
  });

  it('ends a session and cancels a call for those who may', async () => {
    await hang(globex);
    const [{ callId } = { callId: '' }] = (await readStats(server.origin)).inFlight;
    const admin = await assistant();
    expect(await told(admin.ask('cancel_call', { call: callId, reason: 'it hangs' }))).toEqual({ callId });
    const session = globex.transport.sessionId!;
    expect(await told(admin.ask('end_session', { session }))).toEqual({ sessionId: session });
    await server.app.get(EventLog).flush();
    expect(await acts()).toMatchObject([
      { type: 'admin:call-cancel', data: { reason: 'it hangs', outcome: 'done' } },
      { type: 'admin:ask', data: { asked: 'cancel_call', outcome: 'done' } },
      { type: 'admin:session-end', data: { outcome: 'done' } },
      { type: 'admin:ask', data: { asked: 'end_session', outcome: 'done' } },
    ]);
  });

  it('is offered no commands as a viewer', async () => {
    const viewer = await assistant(VIEWER);
    const offered = await viewer.tools();
    expect(offered).toContain('stuck');
    expect(offered).not.toContain('end_session');
    const session = globex.transport.sessionId!;
    await viewer.ask('end_session', { session }).catch(() => undefined);
    expect((await readStats(server.origin)).activeSessions).toBe(2);
  });

  it('is on record with what it asked, and is no call of an agent', async () => {
    const before = await readStats(server.origin);
    const viewer = await assistant(VIEWER);
    await viewer.ask('counters', { filter: 'tool:find' });
    expect(await viewer.ask('counters', { filter: 'colour:red' })).toMatchObject({ isError: true });
    await server.app.get(EventLog).flush();
    expect(await acts()).toMatchObject([
      {
        type: 'admin:ask',
        data: { admin: 'viewer', asked: 'counters', query: '{"filter":"tool:find"}', outcome: 'done' },
      },
      { type: 'admin:ask', data: { admin: 'viewer', outcome: 'refused', reason: 'BAD_FILTER' } },
    ]);
    const { totalToolCalls, activeSessions } = await readStats(server.origin);
    expect({ totalToolCalls, activeSessions }).toEqual({
      totalToolCalls: before.totalToolCalls,
      activeSessions: before.activeSessions,
    });
  });

  it('needs the token of an admin', async () => {
    await expect(assistant('a-token-of-nobody-at-all')).rejects.toThrow(/401|token/i);
    await expect(assistant('globex-key')).rejects.toThrow(/401|token/i);
  });

  it('is answered in an application below a path, with links below it', async () => {
    await server.app.close();
    server = await startApplication([Tools], { path: '/ops', signIn: { tokens: TOKENS } });
    const url = new URL(`${server.origin}/ops${ROUTES.adminMcp}`);
    const admin = await connect(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    assistants.push(admin);
    const { link } = await told<{ link: string }>(admin.ask('sessions'));
    expect(link).toBe(`${server.origin}/ops/dashboard/sessions`);
  });
});
