import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient, connectModernClient, type ClientIdentity } from '#testing';
import { Tool, type ToolContext } from '#tools';
import { describeWithRedis } from '../support/brokers/redis-server.ts';
import { serveTools, type ServedTools } from '../support/cluster/served-tools.ts';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication } from '../support/server/test-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

interface HeldCall {
  signal: AbortSignal;
  sessionId: string;
  finish: (text: string) => void;
}

/** Calls that last until the test ends them: their handler ignores its signal. */
@Injectable()
class Stubborn {
  readonly #held = new Map<string, PromiseWithResolvers<HeldCall>>();

  @Tool({ name: 'hold', input: z.object({ key: z.string() }) })
  hold({ key }: { key: string }, { signal, sessionId }: ToolContext): Promise<string> {
    return new Promise((finish) => this.#slot(key).resolve({ signal, sessionId, finish }));
  }

  @Tool({ name: 'ping' })
  ping(): string {
    return 'pong';
  }

  held(key: string): Promise<HeldCall> {
    return this.#slot(key).promise;
  }

  #slot(key: string): PromiseWithResolvers<HeldCall> {
    const slot = this.#held.get(key) ?? Promise.withResolvers<HeldCall>();
    this.#held.set(key, slot);
    return slot;
  }
}

const VIEWER = 'a-token-that-may-only-look';
const ACME_OPERATOR = 'a-token-of-acme-s-operator';
const TOKENS = [
  { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
  { token: VIEWER, name: 'viewer', role: 'viewer', tenantId: null },
  { token: ACME_OPERATOR, name: 'acme-operator', role: 'operator', tenantId: 'acme' },
] as const;
const KEYS = [
  { tenantId: 'acme', key: 'acme-key' },
  { tenantId: 'globex', key: 'globex-key' },
];

const ANSWER = { isError: true, content: [{ type: 'text', text: 'Cancelled by an administrator' }] };

const callWith = (call: (name: string, args: Record<string, unknown>) => Promise<Record<string, unknown>>) =>
  call;

/** An agent of either era, with what these suites need of it. */
async function connect(era: 'legacy' | 'modern', origin: string, options: ClientIdentity) {
  if (era === 'legacy') {
    const client = await connectLegacyClient(origin, options);
    const call = callWith((name, args) => client.callTool({ name, arguments: args }));
    return { call, close: () => client.close() };
  }
  const client = await connectModernClient(origin, options);
  const call = callWith((name, args) => client.callTool({ name, arguments: args }));
  return { call, close: () => client.close() };
}

/** The types of the events of each call, in their order. */
function tracesOf(events: readonly CrowsnestEvent[]): string[] {
  const types = new Map<string, string[]>();
  for (const { type, data } of events)
    if (type.startsWith('tool:') && 'callId' in data)
      types.set(data.callId, [...(types.get(data.callId) ?? []), type]);
  return [...types.values()].map((trace) => trace.join(' '));
}

const ERAS = ['legacy', 'modern'] as const;

describe.each(ERAS)('admin commands on the calls and sessions of a %s agent', (era) => {
  describeCommands(era, 1);
});

describeWithRedis('over two instances behind a load balancer', () => {
  describe.each(ERAS)('admin commands on the calls and sessions of a %s agent', (era) => {
    describeCommands(era, 2);
  });
});

function describeCommands(era: (typeof ERAS)[number], instances: number): void {
  let served: ServedTools;
  let origin: string;
  let agent: Awaited<ReturnType<typeof connect>>;
  let after: string;
  let agents = 0;

  const command = async (
    method: 'POST' | 'DELETE',
    path: string,
    { token = ADMIN_TOKEN, ...init }: RequestInit & { token?: string } = {},
  ) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...init.headers,
    };
    const response = await fetch(`${origin}${path}`, { ...init, method, headers });
    return { status: response.status, body: await response.json() };
  };
  const cancel = (callId: string, init?: RequestInit & { token?: string }) =>
    command('POST', `/calls/${callId}/cancel`, init);
  const end = (sessionId: string, init?: RequestInit & { token?: string }) =>
    command('DELETE', `/sessions/${sessionId}`, init);

  const eventsUntil = async (matches: (events: CrowsnestEvent[]) => boolean): Promise<CrowsnestEvent[]> => {
    let events: CrowsnestEvent[] = [];
    const isThere = async (): Promise<boolean> => matches((events = await readAll(origin, after)));
    await waitUntil(isThere, { reason: `the log satisfies ${matches.toString()}`, seen: () => events });
    return events;
  };

  /** A call in its handler, wherever it runs. */
  const heldCall = (key: string): Promise<HeldCall> =>
    Promise.race(served.apps.map((app) => app.get(Stubborn).held(key)));

  /** A call that is in its handler now. */
  const hold = async (key: string) => {
    const answer = agent.call('hold', { key });
    const held = await heldCall(key);
    const started = await eventsUntil((all) =>
      all.some((event) => event.sessionId === held.sessionId && event.type === 'tool:start'),
    );
    const start = started.findLast(
      (event) => event.sessionId === held.sessionId && event.type === 'tool:start',
    );
    const { callId } = (start as CrowsnestEvent & { type: 'tool:start' }).data;
    return { ...held, answer, callId };
  };

  beforeAll(async () => {
    const options = { signIn: { tokens: TOKENS }, mcp: { agentKeys: KEYS } };
    served = await serveTools([Stubborn], options, instances);
    ({ origin } = served);
  });

  beforeEach(async () => {
    after = (await readAll(origin, '0')).at(-1)?.id ?? '0';
    agent = await connect(era, origin, { name: `agent-${(agents += 1)}`, key: 'acme-key' });
  });

  afterEach(async () => {
    await agent.close();
    let traces: string[] = [];
    const haveAllEnded = async (): Promise<boolean> =>
      (traces = tracesOf(await readAll(origin, '0'))).every((trace) => trace !== 'tool:start');
    await waitUntil(haveAllEnded, { reason: 'every call has ended', seen: () => traces });
    for (const trace of traces) expect(trace).toMatch(/^tool:start tool:(done|error)$/);
  });

  afterAll(() => served.close());

  it('cancel a call although its handler ignores its signal', async () => {
    const { callId, sessionId, answer, signal, finish } = await hold(`${era} 1`);
    const body = JSON.stringify({ reason: '  It takes too long ' });
    expect(await cancel(callId, { body })).toEqual({ status: 202, body: { callId } });
    expect(await answer).toMatchObject(ANSWER);
    const events = await eventsUntil((all) => all.at(-1)?.type === 'tool:error');
    expect(events.slice(-2)).toMatchObject([
      {
        type: 'admin:call-cancel',
        sessionId,
        tenantId: 'acme',
        data: { admin: 'admin', reason: 'It takes too long', callId, tool: 'hold' },
      },
      {
        type: 'tool:error',
        sessionId,
        data: { callId, tool: 'hold', kind: 'cancelled', error: 'Cancelled by an administrator' },
      },
    ]);
    expect(signal.aborted).toBe(true);
    finish('too late');
    // The session continues, and the late result is dropped.
    expect(await agent.call('ping', {})).toMatchObject({ content: [{ text: 'pong' }] });
  });

  it('cancel no other call of the session', async () => {
    const [first, second] = [await hold(`${era} 2a`), await hold(`${era} 2b`)];
    await cancel(first.callId);
    expect(await first.answer).toMatchObject(ANSWER);
    expect(second.signal.aborted).toBe(false);
    second.finish('fine');
    expect(await second.answer).toMatchObject({ content: [{ text: 'fine' }] });
  });

  it('answer 409 for a call that has ended and 404 for an unknown call', async () => {
    const { callId, answer, finish } = await hold(`${era} 3`);
    finish('done');
    await answer;
    expect(await cancel(callId)).toMatchObject({ status: 409, body: { error: 'CALL_ENDED' } });
    expect(await cancel('nothing')).toMatchObject({ status: 404, body: { error: 'CALL_NOT_FOUND' } });
    expect(await cancel(callId, { token: ACME_OPERATOR })).toMatchObject({ status: 409 });
  });

  it('end a session after its calls', async () => {
    const calls = [await hold(`${era} 4a`), await hold(`${era} 4b`)];
    const [{ sessionId }] = calls as [(typeof calls)[0]];
    expect(await end(sessionId, { body: '{"reason":"Out of bounds"}' })).toEqual({
      status: 202,
      body: { sessionId },
    });
    for (const { answer } of calls) expect(await answer).toMatchObject(ANSWER);
    for (const { signal } of calls) expect(signal.aborted).toBe(true);
    const events = await eventsUntil((all) => all.at(-1)?.type === 'session:close');
    expect(events.slice(-4)).toMatchObject([
      {
        type: 'admin:session-end',
        tenantId: 'acme',
        data: { admin: 'admin', reason: 'Out of bounds', sessionId },
      },
      {
        type: 'tool:error',
        sessionId,
        data: { kind: 'cancelled', error: 'Cancelled by an administrator' },
      },
      { type: 'tool:error', sessionId, data: { kind: 'cancelled' } },
      { type: 'session:close', sessionId, data: { reason: 'admin', calls: 2 } },
    ]);
    for (const { finish } of calls) finish('too late');
    expect(await end(sessionId)).toMatchObject({ status: 409, body: { error: 'SESSION_ENDED' } });
    expect(await end('nothing')).toMatchObject({ status: 404, body: { error: 'SESSION_NOT_FOUND' } });
    // In the legacy era the session no longer exists; in the modern era the next call begins another session.
    const next = agent.call('ping', {}).catch((error: Error) => error.message);
    expect(JSON.stringify(await next)).toMatch(era === 'legacy' ? /Session not found/ : /pong/);
    const sessions = era === 'legacy' ? 1 : 2;
    const openedIn = (all: CrowsnestEvent[]) =>
      new Set(all.filter(({ type }) => type === 'session:open').map((event) => event.sessionId)).size;
    expect(openedIn(await eventsUntil((all) => openedIn(all) >= sessions))).toBe(sessions);
  });

  it('answer 404 to an operator of one tenant for calls and sessions of another tenant', async () => {
    const { callId, sessionId, answer, finish } = await hold(`${era} 5`);
    const foreign = await connect(era, origin, { key: 'globex-key' });
    const hidden = foreign.call('hold', { key: `${era} 5x` });
    const theirs = await heldCall(`${era} 5x`);
    const [start] = (
      await eventsUntil((all) =>
        all.some(({ sessionId, type }) => sessionId === theirs.sessionId && type === 'tool:start'),
      )
    ).filter((event) => event.type === 'tool:start' && event.sessionId === theirs.sessionId);
    const theirCall = (start as CrowsnestEvent & { type: 'tool:start' }).data.callId;
    const token = ACME_OPERATOR;
    expect(await cancel(theirCall, { token })).toMatchObject({ status: 404 });
    expect(await end(theirs.sessionId, { token })).toMatchObject({ status: 404 });
    theirs.finish('untouched');
    expect(await hidden).toMatchObject({ content: [{ text: 'untouched' }] });
    expect(await cancel(theirCall, { token })).toMatchObject({ status: 404 });
    expect(await cancel(callId, { token })).toMatchObject({ status: 202 });
    expect(await answer).toMatchObject(ANSWER);
    expect(await end(sessionId, { token })).toMatchObject({ status: 202 });
    // The instance that is asked records a refusal, and the owner what it has done: of two, either may be first.
    const outcomes = ['done', 'done', 'refused', 'refused', 'refused'];
    const actsIn = (events: CrowsnestEvent[]) =>
      events.flatMap(({ data }) => ('outcome' in data && 'admin' in data ? [data] : []));
    const events = await eventsUntil((all) => actsIn(all).length >= outcomes.length);
    const acts = actsIn(events).map(({ admin, outcome }) => `${admin}: ${outcome}`);
    expect(acts.toSorted()).toEqual(outcomes.map((outcome) => `acme-operator: ${outcome}`));
    finish('');
    await foreign.close();
  });

  it('require the operator role, and the origin of the server when a cookie authenticates', async () => {
    const { callId, sessionId, answer, finish } = await hold(`${era} 6`);
    expect((await fetch(`${origin}/sessions/${sessionId}`, { method: 'DELETE' })).status).toBe(401);
    expect((await fetch(`${origin}/calls/${callId}/cancel`, { method: 'POST' })).status).toBe(401);
    const forbidden = { status: 403, body: { error: 'FORBIDDEN' } };
    expect(await cancel(callId, { token: VIEWER })).toMatchObject(forbidden);
    expect(await end(sessionId, { token: VIEWER })).toMatchObject(forbidden);
    const signIn = await asAdmin(origin, '/auth/session', { method: 'POST' });
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const byCookie = (headers: Record<string, string>) =>
      fetch(`${origin}/calls/${callId}/cancel`, { method: 'POST', headers: { cookie, ...headers } });
    expect((await byCookie({})).status).toBe(403);
    expect((await byCookie({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await byCookie({ origin: origin.replace('127.0.0.1', 'localhost') })).status).toBe(403);
    expect((await byCookie({ origin })).status).toBe(202);
    expect(await answer).toMatchObject(ANSWER);
    finish('');
  });

  it.each([
    ['malformed JSON', '{"reason":'],
    ['a list', '[]'],
    ['a reason that is not a text', '{"reason":7}'],
    ['an unknown member', '{"why":"because"}'],
    ['a reason that is too long', JSON.stringify({ reason: 'x'.repeat(501) })],
  ])('reject a body with %s', async (_, body) => {
    const { callId, answer, finish } = await hold(`${era} ${body}`);
    expect(await cancel(callId, { body })).toMatchObject({ status: 400, body: { error: 'BAD_BODY' } });
    finish('untouched');
    expect(await answer).toMatchObject({ content: [{ text: 'untouched' }] });
  });

  it('reject a body whose content type is not JSON', async () => {
    const init = { body: '{"reason":"x"}', headers: { 'content-type': 'text/plain' } };
    expect(await cancel('nothing', init)).toMatchObject({ status: 400, body: { error: 'BAD_BODY' } });
  });

  it('end each call exactly once when they race with the end of its handler', async () => {
    const rounds = Array.from({ length: 40 }, (_, round) => `${era} race ${round}`);
    const calls = [];
    for (const key of rounds) calls.push(await hold(key));
    const outcomes = await Promise.all(
      calls.map(async ({ callId, answer, finish }, n) => {
        const order = cancel(callId);
        if (n % 4 > 0) setTimeout(() => finish('in time'), n % 4);
        else finish('in time');
        const [{ status }, { content }] = await Promise.all([order, answer]);
        return `${status} ${(content as { text: string }[])[0]?.text}`;
      }),
    );
    for (const outcome of outcomes)
      expect(outcome).toMatch(/^(202 Cancelled by an administrator|409 in time)$/);
  });
}

describe.each(ERAS)('a %s agent with a call in flight', (era) => {
  it('gets an answer when the server shuts down', async () => {
    const { app, origin } = await startApplication([Stubborn]);
    const agent = await connect(era, origin, {});
    const answer = agent.call('hold', { key: 'shutdown' });
    const { signal } = await app.get(Stubborn).held('shutdown');
    const [result] = await Promise.all([answer, app.close()]);
    expect(result).toMatchObject({ isError: true, content: [{ text: 'The server is shutting down' }] });
    expect(signal.aborted).toBe(true);
    await agent.close().catch(() => undefined);
  });
});
