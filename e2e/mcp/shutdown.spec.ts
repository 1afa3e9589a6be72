import type { BeforeApplicationShutdown, Type } from '@nestjs/common';
import { createEventLog } from '#events';
import type { CrowsnestEvent } from '#contract';
import { EventStream } from '../support/server/event-stream.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  sendModern,
  sendRaw,
  type RawAnswer,
} from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

/** Far more than an orderly end takes, and far less than an agent's patience with a hanging one. */
const PROMPTLY_MS = 5_000;

async function readLog(log: `sqlite:${string}`): Promise<CrowsnestEvent[]> {
  const reader = createEventLog(log, {});
  await reader.open();
  const events = await reader.read({ after: reader.start, limit: 1_000 });
  await reader.close();
  return events.map(({ event }) => event);
}

async function closePromptly({ app }: TestApplication): Promise<void> {
  let isClosed = false;
  const closing = app.close().then(() => (isClosed = true));
  const closed = waitUntil(() => isClosed, { reason: 'the application has closed', timeoutMs: PROMPTLY_MS });
  await Promise.all([closing, closed]);
}

describe('a server that is shut down', () => {
  let log: `sqlite:${string}`;
  let application: TestApplication;

  const start = async (...more: Type[]): Promise<void> => {
    log = `sqlite:${await temporaryFolder()}/events.db`;
    application = await startApplication([ScriptedTools, ...more], { events: { log } });
  };

  it('ends calls before their sessions, in the log too, and does not wait for open streams', async () => {
    await start();
    const { app, origin } = application;
    const tools = app.get(ScriptedTools);
    const sessionId = await beginSession(origin);
    const headers = { 'mcp-session-id': sessionId };
    const stream = await fetch(`${origin}/mcp`, { headers: { accept: 'text/event-stream', ...headers } });
    const listening = sendModern(origin, 'subscriptions/listen', {
      notifications: { toolsListChanged: true },
    });
    const calls = [
      sendRaw(origin, callRequest('hold', { key: 'legacy' }), { headers }),
      sendModern(origin, 'tools/call', { name: 'hold', arguments: { key: 'modern' } }),
    ];
    const over = Promise.allSettled([listening, stream.text()]);
    const held = await Promise.all([tools.held('legacy'), tools.held('modern')]);
    const admin = await EventStream.open(origin);

    await closePromptly(application);
    await Promise.all([over, ...held.map(({ aborted }) => aborted)]);
    // No agent is left without an answer.
    for (const { body } of await Promise.all(calls))
      expect(body?.result).toMatchObject({
        isError: true,
        content: [{ text: 'The server is shutting down' }],
      });
    await admin.ended();

    const events = await readLog(log);
    expect(admin.events.length).toBeGreaterThanOrEqual(4);
    expect(admin.events).toEqual(events.slice(-admin.events.length));
    for (const [origin, { context }] of [
      ['protocol', held[0]],
      ['derived', held[1]],
    ] as const) {
      const own = events.filter((event) => event.sessionId === context.sessionId);
      expect(own.map(({ type }) => type)).toEqual([
        'session:open',
        'tool:start',
        'tool:error',
        'session:close',
      ]);
      expect(own[0]?.data).toMatchObject({ origin });
      expect(own[2]?.data).toMatchObject({ kind: 'cancelled' });
      expect(own[3]?.data).toMatchObject({ reason: 'shutdown', calls: 1 });
    }
    expect(held[0].context.sessionId).toBe(sessionId);
  });

  it('waits a while for calls in flight', async () => {
    application = await startApplication([ScriptedTools], { mcp: { drainMs: PROMPTLY_MS } });
    const { app, origin } = application;
    const tools = app.get(ScriptedTools);
    const calls = [
      sendRaw(origin, callRequest('hold', { key: 'legacy' }), {
        headers: { 'mcp-session-id': await beginSession(origin) },
      }),
      sendModern(origin, 'tools/call', { name: 'hold', arguments: { key: 'modern' } }),
    ];
    const held = await Promise.all([tools.held('legacy'), tools.held('modern')]);
    const admin = await EventStream.open(origin);
    const closed = closePromptly(application);
    for (const { finish } of held) finish('in time');
    const answers = await Promise.all(calls);
    await closed;
    for (const { body } of answers) expect(JSON.stringify(body)).toContain('in time');
    await admin.ended();
    expect(admin.events.map(({ type }) => type)).toEqual([
      'tool:done',
      'tool:done',
      'session:close',
      'session:close',
    ]);
  });

  it('refuses new requests while it shuts down', async () => {
    const late: RawAnswer[] = [];
    class LateAgent implements BeforeApplicationShutdown {
      async beforeApplicationShutdown(): Promise<void> {
        const { origin } = application;
        late.push(await sendRaw(origin, initializeRequest()), await sendModern(origin, 'tools/list'));
      }
    }
    await start(LateAgent);
    await closePromptly(application);
    expect(late).toHaveLength(2);
    for (const { status, body } of late)
      expect({ status, body }).toMatchObject({
        status: 503,
        body: { jsonrpc: '2.0', error: { code: -32_000, message: expect.stringContaining('shutting down') } },
      });
    expect(await readLog(log)).toEqual([]);
  });
});
