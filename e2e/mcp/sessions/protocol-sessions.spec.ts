import type { INestApplication } from '@nestjs/common';
import { SessionRegistry } from '#sessions';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { awaitEvent } from '../../support/environment/await-event.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  sendModern,
  sendRaw,
} from '../../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { StoppedClock } from '../../support/environment/stopped-clock.ts';
import { startApplication } from '../../support/server/test-application.ts';

const inSession = (sessionId: string) => ({ 'mcp-session-id': sessionId });
const openStream = (origin: string, sessionId: string) =>
  fetch(`${origin}/mcp`, { headers: { accept: 'text/event-stream', ...inSession(sessionId) } });

describe('an idle session', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;

  const start = async (protocolIdleMs: number): Promise<SessionRegistry> => {
    ({ app, origin } = await startApplication([ScriptedTools], { sessions: { protocolIdleMs } }));
    record = collectEvents(app);
    return app.get(SessionRegistry);
  };

  afterEach(async () => {
    await app.close();
    expect(unpairedCalls(record.events)).toEqual([]);
  });

  it('expires, which closes its stream and forgets its id', async () => {
    await start(100);
    const clock = new StoppedClock();
    const sessionId = await beginSession(origin);
    await sendRaw(origin, callRequest('add', { a: 1, b: 1 }), { headers: inSession(sessionId) });
    const stream = await openStream(origin, sessionId);
    expect(stream.status).toBe(200);
    clock.advance(100);
    // An open stream does not keep the session open, and ends with it.
    expect(await stream.text()).toBe('');
    clock.restore();
    const expired = await awaitEvent(record, 'session:expired');
    expect(expired).toMatchObject({ sessionId, data: { reason: 'idle', idleMs: 100, calls: 1 } });
    const late = await sendRaw(origin, callRequest('whoami'), { headers: inSession(sessionId) });
    expect(late).toMatchObject({ status: 404, body: { error: { code: -32_001 } } });
    expect((await openStream(origin, sessionId)).status).toBe(404);
  });

  it('counts as idle from the last message of its client', async () => {
    const registry = await start(60_000);
    const clock = new StoppedClock();
    try {
      const sessionId = await beginSession(origin);
      clock.advance(59_999);
      const ping = { jsonrpc: '2.0', id: 5, method: 'ping' };
      const { body } = await sendRaw(origin, ping, { headers: inSession(sessionId) });
      expect(body).toMatchObject({ id: 5, result: {} });
      clock.advance(59_999);
      registry.expireIdle();
      expect(registry.isOpen(sessionId)).toBe(true);
      clock.advance(1);
      registry.expireIdle();
      const { data } = await awaitEvent(record, 'session:expired');
      expect(data).toEqual({ reason: 'idle', idleMs: 60_000, calls: 0 });
    } finally {
      clock.restore();
    }
  });

  it('does not expire while a call runs, and counts as idle from the end of the call', async () => {
    const registry = await start(60_000);
    const clock = new StoppedClock();
    try {
      const sessionId = await beginSession(origin);
      const call = sendRaw(origin, callRequest('hold', { key: 'long' }), { headers: inSession(sessionId) });
      const { finish } = await app.get(ScriptedTools).held('long');
      clock.advance(3_600_000);
      registry.expireIdle();
      expect(registry.isOpen(sessionId)).toBe(true);
      finish('at last');
      await call;
      clock.advance(59_999);
      registry.expireIdle();
      expect(registry.isOpen(sessionId)).toBe(true);
      clock.advance(1);
      registry.expireIdle();
      expect((await awaitEvent(record, 'session:expired')).data).toMatchObject({ idleMs: 60_000, calls: 1 });
    } finally {
      clock.restore();
    }
  });
});

describe('sessions of agents with keys', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;

  const as = (key: string) => ({ authorization: `Bearer ${key}` });

  beforeEach(async () => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      mcp: {
        maxSessionsPerTenant: 2,
        agentKeys: [
          { tenantId: 'acme', key: 'key-of-acme' },
          { tenantId: 'acme', key: 'other-key-of-acme' },
          { tenantId: 'umbrella', key: 'key-of-umbrella' },
        ],
      },
    }));
    record = collectEvents(app);
  });

  afterEach(() => app.close());

  it.each([
    ['no key', {}],
    ['a wrong key', as('key-of-acme-')],
    ['another scheme', { authorization: 'Basic key-of-acme' }],
    ['an empty key', { authorization: 'Bearer ' }],
  ])('are refused to an agent with %s', async (_, headers) => {
    const refusal = {
      status: 401,
      body: {
        jsonrpc: '2.0',
        id: null,
        error: { code: -32_000, message: expect.stringContaining('agent key') },
      },
    };
    const legacy = await sendRaw(origin, initializeRequest(), { headers });
    expect(legacy).toMatchObject(refusal);
    expect(legacy.headers.get('www-authenticate')).toBe('Bearer');
    expect(await sendModern(origin, 'tools/list', {}, { headers })).toMatchObject(refusal);
    await record.settled();
    expect(record.events).toEqual([]);
  });

  it('carry the tenant of the key in each event', async () => {
    for (const [tenantId, key] of [
      ['acme', 'key-of-acme'],
      ['umbrella', 'key-of-umbrella'],
    ] as const) {
      const sessionId = await beginSession(origin, as(key));
      const headers = { ...as(key), ...inSession(sessionId) };
      const { body } = await sendRaw(origin, callRequest('whoami'), { headers });
      expect(body?.result).toMatchObject({ structuredContent: { sessionId, tenantId } });
      await sendRaw(origin, undefined, { method: 'DELETE', headers });
      await awaitEvent(record, 'session:close', { where: (event) => event.sessionId === sessionId });
      const own = record.events.filter((event) => event.sessionId === sessionId);
      expect(own.map(({ type }) => type)).toEqual([
        'session:open',
        'tool:start',
        'tool:done',
        'session:close',
      ]);
      expect(new Set(own.map((event) => event.tenantId))).toEqual(new Set([tenantId]));
    }
  });

  it.each(['key-of-umbrella', 'other-key-of-acme'])('answer 404 to another key, %s', async (key) => {
    const sessionId = await beginSession(origin, as('key-of-acme'));
    const foreign = { ...as(key), ...inSession(sessionId) };
    const notFound = { status: 404, body: { id: null, error: { code: -32_001 } } };
    expect(await sendRaw(origin, callRequest('whoami'), { headers: foreign })).toMatchObject(notFound);
    expect(await sendRaw(origin, undefined, { method: 'DELETE', headers: foreign })).toMatchObject(notFound);
    const own = { ...as('key-of-acme'), ...inSession(sessionId) };
    expect((await sendRaw(origin, callRequest('whoami'), { headers: own })).status).toBe(200);
  });

  it('are refused beyond the limit of a tenant until one ends', async () => {
    const [first] = [
      await beginSession(origin, as('key-of-acme')),
      await beginSession(origin, as('key-of-acme')),
    ];
    const refused = await sendRaw(origin, initializeRequest(), { headers: as('other-key-of-acme') });
    expect(refused).toMatchObject({
      status: 429,
      sessionId: null,
      body: {
        id: 1,
        error: { code: -32_000, message: expect.stringMatching(/acme has 2 open sessions/) },
      },
    });
    await beginSession(origin, as('key-of-umbrella'));
    const headers = { ...as('key-of-acme'), ...inSession(first) };
    expect((await sendRaw(origin, undefined, { method: 'DELETE', headers })).status).toBe(200);
    await beginSession(origin, as('other-key-of-acme'));
  });

  it('do not exceed the limit of a tenant when many begin at once: idle ones of the same key give way', async () => {
    const begun = await Promise.all(
      Array.from({ length: 20 }, () => sendRaw(origin, initializeRequest(), { headers: as('key-of-acme') })),
    );
    expect(new Set(begun.map(({ status }) => status))).toEqual(new Set([200]));
    await record.settled();
    expect(record.all('session:open')).toHaveLength(20);
    expect(record.all('session:expired')).toHaveLength(18);
  });
});
