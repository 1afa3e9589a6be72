import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { Logger, type BeforeApplicationShutdown, type Type } from '@nestjs/common';
import type { CrowsnestEvent } from '#contract';
import { createEventLog } from '#events';
import { Readiness, Shutdown, SHUTDOWN_STEPS } from '#shutdown';
import { createCrowsnestTestingApp } from '#testing';
import { Offer, type OfferClient, type OpenOffer } from '#tools';
import { ANSWERING } from '../support/agents/answering-agents.ts';
import { asAdmin } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  modernRequest,
  sendModern,
  sendRaw,
} from '../support/agents/raw-mcp.ts';
import { sendUnread } from '../support/agents/unread-request.ts';
import { AskingTools } from '../support/handlers/asking-tools.ts';
import { RawOffer } from '../support/handlers/raw-offer.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

/** How long a step of a shutdown may take in these suites, so that the pace of the machine does not matter. */
const PATIENT_MS = 60_000;

/** Larger than the buffers of the system for an answer that nobody reads. */
const LONG_ANSWER = 'x'.repeat(16 * 1024 * 1024);

const SHUTTING_DOWN = { code: -32_000, message: 'The server is shutting down. Try again in 5 s.' };

const [legacy] = ANSWERING;

/** An offer that is slow to open, like one that first connects to another server. */
class SlowOffer extends RawOffer {
  readonly isReady = Promise.withResolvers<void>();
  opening = 0;

  override async open(client: OfferClient): Promise<OpenOffer> {
    this.opening += 1;
    await this.isReady.promise;
    return super.open(client);
  }
}

async function readLog(log: `sqlite:${string}`): Promise<CrowsnestEvent[]> {
  const reader = createEventLog(log, {});
  await reader.open();
  const events = await reader.read({ after: reader.start, limit: 1_000 });
  await reader.close();
  return events.map(({ event }) => event);
}

/** Closes an application. Rejects if a step of its shutdown waits for something in vain, calls apart. */
async function closePromptly({ app }: Pick<TestApplication, 'app'>): Promise<void> {
  const shutdown = app.get(Shutdown);
  for (const { step } of SHUTDOWN_STEPS)
    if (step !== 'wait for running calls') shutdown.setDeadline(step, PATIENT_MS);
  const warn = jest.spyOn(Logger.prototype, 'warn');
  await app.close();
  const late = warn.mock.calls.map(([line]) => String(line)).filter((line) => /^Step "(?!wait)/.test(line));
  warn.mockRestore();
  expect(late).toEqual([]);
}

describe('a server that is shut down', () => {
  let log: `sqlite:${string}`;
  let application: TestApplication;

  const start = async (...more: Type[]): Promise<void> => {
    log = `sqlite:${await temporaryFolder()}/events.db`;
    application = await startApplication([ScriptedTools, ...more], { events: { log } });
  };

  it('ends calls before their sessions, and does not wait for open streams', async () => {
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
    // Every agent gets an answer.
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

  it('lets calls in flight finish, and sends their ends to admins', async () => {
    application = await startApplication([ScriptedTools], { mcp: { drainMs: PATIENT_MS } });
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

  it('lets a running call ask its agent, and accepts the answer', async () => {
    application = await startApplication([AskingTools], { mcp: { drainMs: PATIENT_MS } });
    const { app, origin } = application;
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    const agent = await legacy.connect(origin, () => {
      asked.resolve();
      return answer.promise as never;
    });
    const greeting = agent.call('greet', { greeting: 'Good evening' });
    await asked.promise;
    const closed = closePromptly(application);
    await waitUntil(() => app.get(Readiness).state === 'draining', { reason: 'the shutdown has begun' });
    answer.resolve({ action: 'accept', content: { name: 'Ann' } });
    expect(await greeting).toBe('Good evening, Ann');
    await closed;
  });

  it('refuses requests that were admitted earlier but connect only after the sessions have ended', async () => {
    const offer = new SlowOffer();
    log = `sqlite:${await temporaryFolder()}/events.db`;
    const app = await createCrowsnestTestingApp({
      options: { events: { log } },
      override: (builder) => builder.overrideProvider(Offer).useValue(offer),
    });
    const origin = await app.getUrl();
    const late = [sendRaw(origin, initializeRequest()), sendModern(origin, 'tools/call', { name: 'add' })];
    await waitUntil(() => offer.opening === 2, { reason: 'both requests wait for the offer' });
    app.get(Shutdown).during('send the last answers', () => offer.isReady.resolve());
    await closePromptly({ app });
    for (const { status, body } of await Promise.all(late))
      expect({ status, body }).toMatchObject({ status: 503, body: { id: 1, error: SHUTTING_DOWN } });
    expect((await readLog(log)).map(({ type }) => type)).toEqual(['session:open', 'session:close']);
  });

  it.each(['legacy', 'modern'])(
    'sends a slow %s agent its whole answer before it closes connections',
    async (era) => {
      await start();
      const { app, origin } = application;
      const request =
        era === 'legacy'
          ? {
              body: callRequest('hold', { key: 'long' }),
              headers: { 'mcp-session-id': await beginSession(origin) },
            }
          : modernRequest('tools/call', { name: 'hold', arguments: { key: 'long' } });
      const { socket, response } = await sendUnread(app, request.body, request.headers);
      const { finish } = await app.get(ScriptedTools).held('long');
      finish(LONG_ANSWER);
      await waitUntil(() => response.writableEnded, { reason: 'the call is answered' });
      const received = text(socket);
      app.get(Shutdown).during('send the last answers', () => void socket.resume());
      let unsent = NaN;
      app.get(Shutdown).during('flush the log', () => (unsent = response.writableLength));
      await closePromptly(application);
      expect(unsent).toBe(0);
      expect((await received).length).toBeGreaterThan(LONG_ANSWER.length);
    },
  );

  it('answers 503 on every route but "/health/live" after the log is closed and before the port is', async () => {
    const late: Record<string, unknown>[] = [];
    class LateVisitor implements BeforeApplicationShutdown {
      async beforeApplicationShutdown(): Promise<void> {
        const { origin } = application;
        for (const path of ['/health/live', '/health/ready', '/history', '/events']) {
          const response = await asAdmin(origin, path);
          late.push({ path, status: response.status, body: await response.json() });
        }
        const { status, body } = await sendRaw(origin, initializeRequest());
        late.push({ path: '/mcp', status, body });
      }
    }
    await start(LateVisitor);
    await closePromptly(application);
    const refusal = { error: 'SHUTTING_DOWN', message: SHUTTING_DOWN.message };
    expect(late).toEqual([
      { path: '/health/live', status: 200, body: { status: 'live' } },
      { path: '/health/ready', status: 503, body: { status: 'draining', log: 'ok' } },
      { path: '/history', status: 503, body: refusal },
      { path: '/events', status: 503, body: refusal },
      { path: '/mcp', status: 503, body: { jsonrpc: '2.0', id: null, error: SHUTTING_DOWN } },
    ]);
  });
});
