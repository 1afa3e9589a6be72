import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { beginSession, callRequest, initializeRequest, ownerOf, sendRaw } from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication } from '../support/server/test-application.ts';

describe('a session of the legacy era', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let tools: ScriptedTools;

  const inSession = (sessionId: string) => ({ headers: { 'mcp-session-id': sessionId } });

  beforeAll(async () => {
    ({ app, origin } = await startApplication([ScriptedTools]));
    tools = app.get(ScriptedTools);
  });

  beforeEach(() => {
    record = collectEvents(app);
  });

  afterEach(async () => {
    await record.settled();
    expect(unpairedCalls(record.events)).toEqual([]);
    record.stop();
  });

  afterAll(() => app.close());

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'negotiates revision %s',
    async (revision) => {
      const { status, sessionId, body } = await sendRaw(origin, initializeRequest(revision));
      expect(status).toBe(200);
      expect(body?.result).toMatchObject({
        protocolVersion: revision,
        capabilities: { tools: {} },
        serverInfo: { name: 'test', version: '1.0.0' },
      });
      const { headers } = inSession(String(sessionId));
      const later = { headers: { ...headers, 'mcp-protocol-version': revision } };
      const initialized = await sendRaw(
        origin,
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        later,
      );
      expect(initialized.status).toBe(202);
      const call = await sendRaw(origin, callRequest('add', { a: 2, b: 3 }), later);
      expect(call.body).toMatchObject({ id: 2, result: { structuredContent: { sum: 5 } } });
      const open = await awaitEvent(record, 'session:open');
      expect(open.sessionId).toBe(sessionId);
      expect(open.data.protocolVersion).toBe(revision);
    },
  );

  it.each(['1999-12-31', '2026-07-28'])(
    'falls back to 2025-11-25 when "initialize" names %s',
    async (revision) => {
      const { body } = await sendRaw(origin, initializeRequest(revision));
      expect(body?.result).toMatchObject({ protocolVersion: '2025-11-25' });
      const { data } = await awaitEvent(record, 'session:open');
      expect(data.protocolVersion).toBe('2025-11-25');
    },
  );

  it('is known by its Mcp-Session-Id', async () => {
    const sessionId = await beginSession(origin);
    const answer = await sendRaw(origin, callRequest('whoami'), inSession(sessionId));
    expect(answer.sessionId).toBe(sessionId);
    expect(answer.body?.result).toMatchObject({ structuredContent: { sessionId, tenantId: 'default' } });
    expect(await awaitEvent(record, 'tool:done')).toMatchObject({ sessionId });
    expect(await awaitEvent(record, 'session:open')).toMatchObject({
      sessionId,
      data: { origin: 'protocol', client: { name: 'raw', version: '0.1.0' } },
    });
  });

  it('is kept apart from other sessions with the same JSON-RPC ids', async () => {
    const sessions = await Promise.all(Array.from({ length: 5 }, () => beginSession(origin)));
    const answers = await Promise.all(
      sessions.map((id) => sendRaw(origin, callRequest('whoami', {}, 7), inSession(id))),
    );
    const seen = answers.map(({ body }) => ownerOf(body).sessionId);
    expect(seen).toEqual(sessions);
    expect(new Set(seen).size).toBe(5);
  });

  it('ends a call with its own outcome even if its connection is lost', async () => {
    const sessionId = await beginSession(origin);
    const connection = new AbortController();
    const gone = responseClosed(app);
    const call = sendRaw(origin, callRequest('hold', { key: 'lost' }), {
      ...inSession(sessionId),
      signal: connection.signal,
    });
    const lost = call.catch((error: unknown) => error);
    const { context, finish } = await tools.held('lost');
    connection.abort();
    expect(await lost).toMatchObject({ name: 'AbortError' });
    await gone;
    expect(context.signal.aborted).toBe(false);
    expect(record.all('tool:error')).toEqual([]);
    finish('done all the same');
    const { data } = await awaitEvent(record, 'tool:done');
    expect(data.tool).toBe('hold');
  });

  it('ends only the call that a cancellation names', async () => {
    const sessionId = await beginSession(origin);
    const call = sendRaw(origin, callRequest('hold', { key: 'spared' }, 'a'), inSession(sessionId));
    const { context, finish } = await tools.held('spared');
    for (const params of [{ requestId: 'b' }, {}]) {
      const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params };
      expect((await sendRaw(origin, cancelled, inSession(sessionId))).status).toBe(202);
    }
    expect(context.signal.aborted).toBe(false);
    finish('spared');
    expect((await call).body?.result).toMatchObject({ content: [{ text: 'spared' }] });
    await awaitEvent(record, 'tool:done');
  });

  it('counts each call of a batch', async () => {
    const sessionId = await beginSession(origin);
    const batch = [callRequest('add', { a: 1, b: 1 }, 'x'), callRequest('throw', {}, 'y')];
    expect((await sendRaw(origin, batch, inSession(sessionId))).status).toBe(200);
    expect((await awaitEvent(record, 'tool:done')).data.tool).toBe('add');
    expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ tool: 'throw', kind: 'thrown' });
  });

  it('ends each call once even if the client uses an id twice at the same time', async () => {
    const sessionId = await beginSession(origin);
    const gone = new AbortController();
    const calls = ['twin 1', 'twin 2'].map((key) =>
      sendRaw(origin, callRequest('hold', { key }, 9), { ...inSession(sessionId), signal: gone.signal }),
    );
    const over = Promise.allSettled(calls);
    const [first, second] = await Promise.all([tools.held('twin 1'), tools.held('twin 2')]);
    first.finish('one');
    second.finish('two');
    await awaitEvent(record, 'tool:done', { where: () => record.all('tool:done').length === 2 });
    gone.abort();
    await over;
    const starts = record.all('tool:start').map(({ data }) => data.callId);
    const ends = record.all('tool:done').map(({ data }) => data.callId);
    expect(ends.toSorted(byText)).toEqual(starts.toSorted(byText));
  });

  it('ends on DELETE, after its calls', async () => {
    const sessionId = await beginSession(origin);
    const call = sendRaw(origin, callRequest('hold', { key: 'cut' }), inSession(sessionId));
    const { aborted } = await tools.held('cut');
    const { status } = await sendRaw(origin, undefined, { method: 'DELETE', ...inSession(sessionId) });
    expect(status).toBe(200);
    await aborted;
    expect((await call).body?.result).toMatchObject({
      isError: true,
      content: [{ text: 'The session ended before the request was answered' }],
    });
    const close = await awaitEvent(record, 'session:close');
    expect(close).toMatchObject({ sessionId, data: { reason: 'client', calls: 1 } });
    expect(close.data.durationMs).toBeGreaterThanOrEqual(0);
    const error = await awaitEvent(record, 'tool:error');
    expect(error.data).toMatchObject({
      kind: 'cancelled',
      error: 'The session ended before the request was answered',
    });
    expect(record.events.indexOf(error)).toBeLessThan(record.events.indexOf(close));
    const late = await sendRaw(origin, callRequest('whoami'), inSession(sessionId));
    expect(late).toMatchObject({ status: 404, body: { id: null, error: { code: -32_001 } } });
  });

  it('does not begin when its "initialize" is refused', async () => {
    const refused = await sendRaw(origin, initializeRequest(), { headers: { accept: 'text/html' } });
    expect(refused).toMatchObject({ status: 406, sessionId: null, body: { error: { code: -32_000 } } });
    await record.settled();
    expect(record.events).toEqual([]);
  });
});

const byText = (a: string, b: string): number => a.localeCompare(b);

/** Resolves once the server has noticed that the connection of the next request is closed. */
async function responseClosed(app: INestApplication): Promise<void> {
  const [, response] = (await once(app.getHttpServer() as Server, 'request')) as [
    IncomingMessage,
    ServerResponse,
  ];
  await once(response, 'close');
}
