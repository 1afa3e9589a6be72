import type { INestApplication } from '@nestjs/common';
import { SessionRegistry } from '#sessions';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { ownerOf, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { StoppedClock } from '../support/environment/stopped-clock.ts';
import { startApplication } from '../support/server/test-application.ts';

const trace = (digit: string) => `00-${digit.repeat(32)}-00f067aa0ba902b7-01`;

describe('an agent of revision 2026-07-28', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let tools: ScriptedTools;

  beforeEach(async () => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      mcp: {
        agentKeys: [
          { tenantId: 'acme', key: 'key-of-acme' },
          { tenantId: 'acme', key: 'other-key-of-acme' },
          { tenantId: 'umbrella', key: 'key-of-umbrella' },
        ],
      },
    }));
    tools = app.get(ScriptedTools);
    record = collectEvents(app);
  });

  afterEach(async () => {
    await app.close();
    expect(unpairedCalls(record.events)).toEqual([]);
  });

  const client = { name: 'planner', version: '1.0.0' };
  const as = (key: string) => ({ authorization: `Bearer ${key}` });
  const call = (name: string, args: object = {}, options: Parameters<typeof sendModern>[3] = {}) =>
    sendModern(
      origin,
      'tools/call',
      { name, arguments: args },
      { client, ...options, headers: { ...as('key-of-acme'), ...options.headers } },
    );
  const sessionOf = async (options: Parameters<typeof sendModern>[3] = {}): Promise<string> => {
    const { body } = await call('whoami', {}, options);
    return ownerOf(body).sessionId;
  };

  it('gets no session id', async () => {
    const { status, headers } = await call('add', { a: 1, b: 2 });
    expect(status).toBe(200);
    expect(headers.has('mcp-session-id')).toBe(false);
  });

  it('shares a session with requests of the same key, client and trace, and gets another if one differs', async () => {
    const first = await sessionOf();
    expect(await sessionOf()).toBe(first);
    const others = [
      await sessionOf({ client: { name: 'writer', version: '1.0.0' } }),
      await sessionOf({ client: { name: 'planner', version: '1.0.1' } }),
      await sessionOf({ traceparent: trace('a') }),
      await sessionOf({ traceparent: trace('b') }),
      await sessionOf({ headers: as('other-key-of-acme') }),
      await sessionOf({ headers: as('key-of-umbrella') }),
    ];
    expect(new Set([first, ...others]).size).toBe(7);
    expect(await sessionOf({ traceparent: trace('a').replace('00f067aa', '11111111') })).toBe(others[2]);
    const opened = record.all('session:open');
    expect(opened.map(({ sessionId }) => sessionId)).toEqual([first, ...others]);
    expect(opened[0]?.data).toEqual({
      origin: 'derived',
      client,
      principal: expect.any(String),
      protocolVersion: '2026-07-28',
    });
    expect(opened[3]?.data).toMatchObject({ traceId: 'a'.repeat(32) });
    expect(opened.map(({ tenantId }) => tenantId)).toEqual([...Array<string>(6).fill('acme'), 'umbrella']);
  });

  it.each(['nonsense', '', trace('g'), '0'.repeat(70)])(
    'ignores the malformed traceparent "%s"',
    async (traceparent) => {
      expect(await sessionOf({ traceparent })).toBe(await sessionOf());
    },
  );

  it('cancels its call by closing the response stream before the first message', async () => {
    const stream = new AbortController();
    const lost = call('hold', { key: 'early' }, { signal: stream.signal }).catch((error: unknown) => error);
    const { aborted } = await tools.held('early');
    stream.abort();
    expect(await lost).toMatchObject({ name: 'AbortError' });
    await aborted;
    const { data } = await awaitEvent(record, 'tool:error');
    expect(data).toMatchObject({ kind: 'cancelled', error: 'The client closed the response stream' });
  });

  it('cancels its call by closing the response stream after progress', async () => {
    const stream = new AbortController();
    const request = sendModern(
      origin,
      'tools/call',
      { name: 'hold', arguments: { key: 'late' }, _meta: { progressToken: 'steps' } },
      { client, signal: stream.signal, headers: as('key-of-acme') },
    );
    const lost = request.catch((error: unknown) => error);
    const { context, aborted } = await tools.held('late');
    await context.reportProgress({ progress: 1 });
    stream.abort();
    expect(await lost).toMatchObject({ name: 'AbortError' });
    await aborted;
    expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ kind: 'cancelled' });
  });

  it('ends its call when it is asked for input, and starts another with the answer', async () => {
    const { body } = await call('ask');
    expect(body?.result).toMatchObject({ resultType: 'input_required', requestState: 'asked once' });
    await call('ask');
    await awaitEvent(record, 'tool:done', { where: () => record.all('tool:done').length === 2 });
    const [first, second] = record.all('tool:done').map(({ data }) => data);
    expect(first).toMatchObject({ tool: 'ask', outcome: 'input_required' });
    expect(second?.callId).not.toBe(first?.callId);
  });

  it('begins no session and no call with a request whose headers are rejected', async () => {
    const wrongName = await call('add', { a: 1, b: 2 }, { headers: { 'mcp-name': 'whoami' } });
    expect(wrongName).toMatchObject({ status: 400, body: { error: { code: -32_020 } } });
    const wrongRevision = await sendRaw(
      origin,
      {
        jsonrpc: '2.0',
        id: 3,
        method: 'tools/call',
        params: {
          name: 'add',
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2027-01-01',
            'io.modelcontextprotocol/clientInfo': client,
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      },
      { headers: { ...as('key-of-acme'), 'mcp-protocol-version': '2027-01-01', 'mcp-method': 'tools/call' } },
    );
    expect(wrongRevision).toMatchObject({ status: 400, body: { id: 3, error: { code: -32_022 } } });
    await record.settled();
    expect(record.events).toEqual([]);
  });

  it('begins no session with a notification, which names no client', async () => {
    const { status } = await sendRaw(
      origin,
      { jsonrpc: '2.0', method: 'notifications/roots/list_changed' },
      { headers: { ...as('key-of-acme'), 'mcp-protocol-version': '2026-07-28' } },
    );
    expect(status).toBe(202);
    await record.settled();
    expect(record.events).toEqual([]);
  });

  it('has at most 1,000 sessions in its tenant, however many traces and clients it names', async () => {
    const registry = app.get(SessionRegistry);
    // None is idle, however long all of them take.
    const clock = new StoppedClock();
    try {
      const add = (client: { name: string; version: string }, traceparent?: string) =>
        call('add', { a: 1, b: 2 }, { client, ...(traceparent !== undefined && { traceparent }) });
      const statuses = new Set<number>();
      const send = async (count: number, request: (n: number) => ReturnType<typeof add>): Promise<void> => {
        for (let n = 0; n < count; n += 20) {
          const answers = await Promise.all(Array.from({ length: 20 }, (_, k) => request(n + k)));
          for (const { status } of answers) statuses.add(status);
        }
      };
      await send(1_020, (n) =>
        add(client, `00-${(n + 1).toString(16).padStart(32, '0')}-00f067aa0ba902b7-01`),
      );
      expect(registry.countOpen('acme', 'derived')).toBeLessThanOrEqual(1_000);
      expect(registry.countOpen('acme', 'derived')).toBeGreaterThanOrEqual(999);
      // Beyond the maximum, requests are no longer distinguished by their trace.
      expect(await sessionOf({ traceparent: trace('a') })).toBe(await sessionOf({ traceparent: trace('b') }));
      await send(40, (n) => add({ name: `client-${n}`, version: '1.0.0' }));
      expect(registry.countOpen('acme', 'derived')).toBeLessThanOrEqual(1_000);
      expect(await sessionOf({ headers: as('key-of-umbrella') })).toBeDefined();
      expect(registry.countOpen('umbrella', 'derived')).toBe(1);
      expect(statuses).toEqual(new Set([200]));
    } finally {
      clock.restore();
    }
  });

  it('begins no session by listing what the server offers', async () => {
    for (const method of ['server/discover', 'tools/list', 'prompts/list', 'resources/list']) {
      const { status } = await sendModern(origin, method, {}, { client, headers: as('key-of-acme') });
      expect(status).toBe(200);
    }
    await record.settled();
    expect(record.events).toEqual([]);
  });

  it('loses its session after an idle time, which only calls extend', async () => {
    const clock = new StoppedClock();
    const registry = app.get(SessionRegistry);
    try {
      const sessionId = await sessionOf();
      clock.advance(59_999);
      registry.expireIdle();
      expect(registry.isOpen(sessionId)).toBe(true);
      await sendModern(origin, 'tools/list', {}, { client, headers: as('key-of-acme') });
      clock.advance(1);
      registry.expireIdle();
      expect(registry.isOpen(sessionId)).toBe(false);
      const { data } = await awaitEvent(record, 'session:expired');
      expect(data).toEqual({ reason: 'idle', idleMs: 60_000, calls: 1 });
      expect(await sessionOf()).not.toBe(sessionId);
    } finally {
      clock.restore();
    }
  });

  it('keeps its session while a call runs', async () => {
    const clock = new StoppedClock();
    const registry = app.get(SessionRegistry);
    try {
      const running = call('hold', { key: 'long' });
      const { context, finish } = await tools.held('long');
      clock.advance(3_600_000);
      registry.expireIdle();
      expect(registry.isOpen(context.sessionId)).toBe(true);
      finish('at last');
      await running;
      clock.advance(60_000);
      registry.expireIdle();
      expect((await awaitEvent(record, 'session:expired')).data).toMatchObject({ idleMs: 60_000, calls: 1 });
    } finally {
      clock.restore();
    }
  });
});
