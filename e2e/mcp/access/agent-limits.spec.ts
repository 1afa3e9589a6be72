import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { jest } from '@jest/globals';
import { Logger, type INestApplication } from '@nestjs/common';
import type { AgentLimitOptions } from '#mcp';
import { collectEvents } from '#testing';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  modernRequest,
  sendModern,
  sendRaw,
  type RawAnswer,
} from '../../support/agents/raw-mcp.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { startApplication } from '../../support/server/test-application.ts';

const ACME = { authorization: 'Bearer key-of-acme' };
const GLOBEX = { authorization: 'Bearer key-of-globex' };
const AGENT_KEYS = [
  { tenantId: 'acme', key: 'key-of-acme' },
  { tenantId: 'globex', key: 'key-of-globex' },
];

describe('the MCP endpoint, with limits,', () => {
  let app: INestApplication;
  let origin: string;
  let tools: ScriptedTools;
  const streams: AgentStream[] = [];

  async function start(limits: AgentLimitOptions): Promise<void> {
    ({ app, origin } = await startApplication([ScriptedTools], { mcp: { agentKeys: AGENT_KEYS, limits } }));
    tools = app.get(ScriptedTools);
  }

  function call(headers: Record<string, string>, key: string, id = 7): Promise<RawAnswer> {
    return sendModern(origin, 'tools/call', { name: 'hold', arguments: { key } }, { headers, id });
  }

  async function open(init: RequestInit): Promise<AgentStream> {
    const stream = await AgentStream.open(origin, init);
    streams.push(stream);
    return stream;
  }

  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.cut();
    await app.close();
  });

  it('refuses a call beyond the maximum of its principal with 429, and serves other principals', async () => {
    await start({ maxCallsPerPrincipal: 1 });
    const first = call(ACME, 'first');
    const held = await tools.held('first');
    const { status, headers, body } = await call(ACME, 'second', 8);
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('1');
    expect(body).toEqual({
      jsonrpc: '2.0',
      id: 8,
      error: { code: -32_000, message: 'acme may have 1 calls in flight. Try again in 1 s.' },
    });
    const other = call(GLOBEX, 'other');
    (await tools.held('other')).finish('served');
    expect((await other).status).toBe(200);
    held.finish('done');
    expect((await first).status).toBe(200);
    const third = call(ACME, 'third');
    (await tools.held('third')).finish('served');
    expect((await third).status).toBe(200);
  });

  it('counts each call of a batch, and lets other messages through', async () => {
    await start({ maxCallsPerPrincipal: 2 });
    const session = { ...ACME, 'mcp-session-id': await beginSession(origin, ACME) };
    const batch = [1, 2, 3].map((id) => callRequest('add', { a: id, b: id }, id));
    expect((await sendRaw(origin, batch, { headers: session })).status).toBe(429);
    const pings = [1, 2, 3].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' }));
    expect((await sendRaw(origin, pings, { headers: session })).status).toBe(200);
  });

  it('refuses a call beyond the total maximum with 503', async () => {
    await start({ maxCalls: 1 });
    const first = call(ACME, 'first');
    const held = await tools.held('first');
    const { status, headers, body } = await call(GLOBEX, 'second');
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('1');
    expect(body?.error?.message).toMatch(/^The server may have 1 calls in flight/);
    held.finish('done');
    await first;
  });

  it('limits the GET streams of a principal until one is closed', async () => {
    await start({ maxStreamsPerPrincipal: 1 });
    const sessions = [await beginSession(origin, ACME), await beginSession(origin, ACME)];
    const get = (n: number): RequestInit => ({
      headers: { ...ACME, accept: 'text/event-stream', 'mcp-session-id': sessions[n] ?? '' },
    });
    const first = await open(get(0));
    expect(first.status).toBe(200);
    expect((await open(get(1))).status).toBe(429);
    first.cut();
    const reason = 'the place of the closed stream is free';
    await waitUntil(async () => (await open(get(1))).status === 200, { reason });
  });

  it('limits the "subscriptions/listen" streams of a principal', async () => {
    await start({ maxListensPerPrincipal: 1 });
    const listen = (): RequestInit => {
      const params = { notifications: { toolsListChanged: true } };
      const { body, headers } = modernRequest('subscriptions/listen', params, { headers: ACME });
      const accept = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      return { method: 'POST', headers: { ...accept, ...headers }, body: JSON.stringify(body) };
    };
    expect((await open(listen())).status).toBe(200);
    expect((await open(listen())).status).toBe(429);
  });

  describe('for the bytes of request bodies', () => {
    const BODY_BYTES = 4 * 1024 * 1024;
    const HALF = Buffer.alloc(BODY_BYTES - 1, ' ');
    const sockets: Socket[] = [];

    /** Sends a body without its last byte over its own connection, and resolves with the answer that comes anyway. */
    function sendHalf(headers: Record<string, string>): Promise<string> {
      const { host, hostname, port } = new URL(origin);
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      const all = { host, 'content-type': 'application/json', 'content-length': BODY_BYTES, ...headers };
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n`);
      socket.write(HALF);
      socket.on('error', () => undefined);
      return once(socket, 'data').then(([answer]) => String(answer));
    }

    const large = { jsonrpc: '2.0', id: 1, method: 'ping', params: { _meta: { note: 'x'.repeat(100_000) } } };

    beforeEach(() => start({}));

    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
    });

    it('answers 429 beyond the maximum of bytes of a principal, and serves its small messages and other principals', async () => {
      // 16 such bodies make 64 MiB, and a part of one more exceeds the maximum.
      const refused = await Promise.race(Array.from({ length: 18 }, () => sendHalf(ACME)));
      expect(refused).toMatch(
        /^HTTP\/1\.1 429 [^]*retry-after: 5[^]*may have 67108864 bytes of request bodies/i,
      );
      expect((await sendRaw(origin, initializeRequest(), { headers: ACME })).status).toBe(200);
      const session = await beginSession(origin, GLOBEX);
      const headers = { ...GLOBEX, 'mcp-session-id': session };
      expect((await sendRaw(origin, large, { headers })).status).toBe(200);
    });

    it.each([
      ['an event stream', 'application/json, text/event-stream'],
      ['JSON alone', 'application/json'],
    ])(
      'counts the bytes of a call until it ends, also when its client, which accepts %s, has disconnected',
      async (_, accept) => {
        const headers = { ...ACME, accept, 'mcp-session-id': await beginSession(origin, ACME) };
        const keys = Array.from({ length: 16 }, (_, n) => `call-${n}`);
        for (const key of keys) {
          const gone = new AbortController();
          const args = { key, padding: 'x'.repeat(BODY_BYTES - 200) };
          const call = sendRaw(origin, callRequest('hold', args, key), { headers, signal: gone.signal });
          await tools.held(key);
          gone.abort();
          await expect(call).rejects.toThrow('abort');
        }
        const note = 'x'.repeat(BODY_BYTES - 200);
        const ping = { jsonrpc: '2.0', id: 1, method: 'ping', params: { _meta: { note } } };
        expect((await sendRaw(origin, ping, { headers })).status).toBe(429);
        for (const key of keys) (await tools.held(key)).finish('done');
        const reason = 'the calls have ended, and a large message of the same principal goes through';
        await waitUntil(async () => (await sendRaw(origin, ping, { headers })).status === 200, { reason });
      },
    );

    it('frees their bytes once the connections are closed, and logs no error', async () => {
      const error = jest.fn();
      Logger.overrideLogger({ error, warn: () => undefined, log: () => undefined });
      const headers = { ...ACME, 'mcp-session-id': await beginSession(origin, ACME) };
      expect(await Promise.race(Array.from({ length: 18 }, () => sendHalf(ACME)))).toContain('429');
      for (const socket of sockets.splice(0)) socket.destroy();
      const reason = 'a large message of the same principal goes through';
      await waitUntil(async () => (await sendRaw(origin, large, { headers })).status === 200, { reason });
      expect(error).not.toHaveBeenCalled();
    });
  });

  it("ends an agent's own longest idle session to make room for a new one", async () => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      mcp: {
        agentKeys: [...AGENT_KEYS, { tenantId: 'acme', key: 'second-key-of-acme' }],
        maxSessionsPerTenant: 2,
      },
    }));
    tools = app.get(ScriptedTools);
    const busy = { ...ACME, 'mcp-session-id': await beginSession(origin, ACME) };
    const answer = sendRaw(origin, callRequest('hold', { key: 'busy' }), { headers: busy });
    const held = await tools.held('busy');
    const idle = { ...ACME, 'mcp-session-id': await beginSession(origin, ACME) };
    const secondKey = { authorization: 'Bearer second-key-of-acme' };
    const other = await sendRaw(origin, initializeRequest(), { headers: secondKey });
    expect(other.status).toBe(429);
    expect(other.headers.get('retry-after')).toBe('10');
    await beginSession(origin, ACME);
    const ping = { jsonrpc: '2.0', id: 3, method: 'ping' };
    expect((await sendRaw(origin, ping, { headers: idle })).status).toBe(404);
    expect((await sendRaw(origin, ping, { headers: busy })).status).toBe(200);
    held.finish('done');
    expect((await answer).status).toBe(200);
  });

  describe('at the limit of sessions, for agents without a key, which count as one,', () => {
    const ping = (sessionId: string) =>
      sendRaw(
        origin,
        { jsonrpc: '2.0', id: 3, method: 'ping' },
        { headers: { 'mcp-session-id': sessionId } },
      );

    beforeEach(async () => {
      ({ app, origin } = await startApplication([ScriptedTools], { mcp: { maxSessionsPerTenant: 3 } }));
      tools = app.get(ScriptedTools);
    });

    /** Begins a session in which a call runs. */
    async function beginBusy(key: string): Promise<{ sessionId: string; answer: Promise<RawAnswer> }> {
      const sessionId = await beginSession(origin);
      const headers = { 'mcp-session-id': sessionId };
      const answer = sendRaw(origin, callRequest('hold', { key }), { headers });
      await tools.held(key);
      return { sessionId, answer };
    }

    it('begins a session in place of the one that has been idle for the longest time, and of no other', async () => {
      const record = collectEvents(app);
      const busy = await beginBusy('busy');
      const [idle, used] = [await beginSession(origin), await beginSession(origin)];
      await ping(used);
      await beginSession(origin);
      const { sessionId, data } = await awaitEvent(record, 'session:expired');
      expect([sessionId, data.reason]).toEqual([idle, 'idle']);
      expect([(await ping(idle)).status, (await ping(used)).status]).toEqual([404, 200]);
      (await tools.held('busy')).finish('done');
      expect((await busy.answer).status).toBe(200);
      expect(record.all('session:expired')).toHaveLength(1);
    });

    it('answers 429 only to the one who begins another while all are busy, and serves the others', async () => {
      const busy = [await beginBusy('a'), await beginBusy('b'), await beginBusy('c')];
      const { status, headers, body } = await sendRaw(origin, initializeRequest());
      expect([status, headers.get('retry-after')]).toEqual([429, '10']);
      expect(body?.error?.message).toContain('Tenant default has 3 open sessions');
      for (const { sessionId } of busy) expect((await ping(sessionId)).status).toBe(200);
      const modern = await sendModern(origin, 'tools/call', { name: 'add', arguments: { a: 1, b: 2 } });
      expect(modern.body?.result).toMatchObject({ structuredContent: { sum: 3 } });
      (await tools.held('a')).finish('done');
      expect((await busy[0]?.answer)?.status).toBe(200);
      const reason = 'the session without a call gives way';
      await waitUntil(async () => (await sendRaw(origin, initializeRequest())).status === 200, { reason });
      for (const key of ['b', 'c']) (await tools.held(key)).finish('done');
      for (const { answer } of busy) expect((await answer).status).toBe(200);
    });
  });
});
