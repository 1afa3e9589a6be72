import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type INestApplication } from '@nestjs/common';
import { SessionRegistry } from '#sessions';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { Prompt, Tool, ToolRegistry, type ToolContext } from '#tools';
import { z } from 'zod';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { asAdmin } from '../../support/server/admin-api.ts';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import {
  beginSession,
  callRequest,
  initializeRequest,
  modernRequest,
  sendModern,
  sendRaw,
} from '../../support/agents/raw-mcp.ts';
import { RunningIntervals } from '../../support/environment/running-intervals.ts';
import { startApplication } from '../../support/server/test-application.ts';
import { dropUnread, letTimePass, sendUnread } from '../../support/agents/unread-request.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';

const HEADERS = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
const PROMPT = { jsonrpc: '2.0', id: 'p', method: 'prompts/get', params: { name: 'ponder' } };

/** Makes a request of revision 2026-07-28 receive log messages. */
const LOGGED = { 'io.modelcontextprotocol/logLevel': 'info' };

/** Number of messages of 64 KiB in a flood. */
const MESSAGES = 600;

/** For calls that send dozens of MiB, which takes seconds on a busy machine. */
const PATIENT = { timeoutMs: 60_000 };

/** Handlers that wait until the test lets them go. */
@Injectable()
class PatientThings {
  logged = 0;
  isFlooding = false;
  readonly #waiting = new Map<string, PromiseWithResolvers<string>>();

  @Tool({ name: 'wait', input: z.object({ what: z.string() }) })
  wait({ what }: { what: string }): Promise<string> {
    return this.#wait(what);
  }

  @Tool({ name: 'echo', input: z.object({ text: z.string() }) })
  echo({ text }: { text: string }): string {
    return text;
  }

  @Tool({ name: 'flood' })
  async flood(_input: unknown, context: ToolContext): Promise<string> {
    this.isFlooding = true;
    try {
      for (this.logged = 0; this.logged < MESSAGES && !context.signal.aborted; this.logged += 1)
        await context.log('info', 'x'.repeat(64 * 1024));
      return 'flooded';
    } finally {
      this.isFlooding = false;
    }
  }

  @Tool({ name: 'tell' })
  tell(): string {
    return 'x'.repeat(32 * 1024 * 1024);
  }

  @Prompt({ name: 'ponder' })
  ponder(): Promise<string> {
    return this.#wait('ponder');
  }

  isWaiting(what: string): boolean {
    return this.#waiting.has(what);
  }

  letGo(what: string): void {
    this.#waiting.get(what)?.resolve(what);
  }

  #wait(what: string): Promise<string> {
    const waiting = Promise.withResolvers<string>();
    this.#waiting.set(what, waiting);
    return waiting.promise;
  }
}

/** Number of polls without a further message after which a handler counts as waiting for its agent. */
const STILL_POLLS = 40;

/** Resolves once the flooding handler waits for its agent, which reads nothing. */
async function dammed(things: PatientThings, response: ServerResponse): Promise<void> {
  let [logged, still] = [-1, 0];
  const isStill = (): boolean => {
    still = response.writableNeedDrain && things.logged === logged ? still + 1 : 0;
    logged = things.logged;
    return still > STILL_POLLS;
  };
  await waitUntil(isStill, { reason: 'the handler waits for its agent', seen: () => logged });
  expect(things.logged).toBeLessThan(MESSAGES / 2);
}

describe('the streams of a session', () => {
  let app: INestApplication;
  let origin: string;
  let sessionId: string;
  let record: EventCollection;
  let things: PatientThings;

  const inSession = (more: Record<string, string> = {}) => ({
    'mcp-session-id': sessionId,
    'mcp-protocol-version': '2025-11-25',
    ...more,
  });

  const post = (body: unknown) =>
    AgentStream.open(origin, {
      method: 'POST',
      headers: inSession(HEADERS),
      body: JSON.stringify(body),
    });

  const listen = () => AgentStream.open(origin, { headers: inSession({ accept: 'text/event-stream' }) });

  const waiting = async (...whats: string[]): Promise<void> => {
    await waitUntil(() => whats.every((what) => things.isWaiting(what)), {
      reason: `the handlers wait for ${whats.join(', ')}`,
    });
  };

  /** Lets an agent request far more than the sockets hold, and read nothing of it. */
  const floodUnread = async () => {
    const unread = await sendUnread(app, callRequest('flood'), inSession());
    await awaitEvent(record, 'tool:start');
    await dammed(things, unread.response);
    return unread;
  };

  beforeEach(async () => {
    ({ app, origin } = await startApplication([PatientThings]));
    record = collectEvents(app);
    things = app.get(PatientThings);
    sessionId = await beginSession(origin);
  });

  afterEach(async () => {
    dropUnread();
    await app.close();
    expect(unpairedCalls(record.events)).toEqual([]);
  });

  it('answer two concurrent requests with the same id, each on its own stream', async () => {
    const first = await post(callRequest('wait', { what: 'first' }, 7));
    const second = await post(callRequest('wait', { what: 'second' }, 7));
    await waiting('first', 'second');
    things.letGo('second');
    await second.ended();
    things.letGo('first');
    await first.ended();
    expect(second.messages).toMatchObject([{ id: 7, result: { content: [{ text: 'second' }] } }]);
    expect(first.messages).toMatchObject([{ id: 7, result: { content: [{ text: 'first' }] } }]);
  });

  it('carry the answers of a batch, and end after the last', async () => {
    const batch = [
      callRequest('wait', { what: 'slow' }, 1),
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      callRequest('echo', { text: 'quick' }, 2),
    ];
    const stream = await post(batch);
    await stream.until(() => stream.messages.length === 1);
    things.letGo('slow');
    await stream.ended();
    expect(stream.messages).toMatchObject([{ id: 2 }, { id: 1, result: { content: [{ text: 'slow' }] } }]);
  });

  it('carry any text unaltered', async () => {
    const text = `line\r\n\u2028 ${'⚓🜁'.repeat(50_000)} \ud800`;
    const stream = await post(callRequest('echo', { text }));
    await stream.ended();
    expect(stream.messages).toMatchObject([{ result: { content: [{ text }] } }]);
  });

  it('end without an answer when the agent cancels its request', async () => {
    const stream = await post(callRequest('wait', { what: 'never' }, 'c'));
    await waiting('never');
    const notice = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'c' } };
    const { status } = await sendRaw(origin, notice, { headers: inSession() });
    await stream.ended();
    expect(status).toBe(202);
    expect(stream.messages).toEqual([]);
    expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({ kind: 'cancelled' });
  });

  it('ignore the cancellation of a request that is not in flight', async () => {
    const stream = await post(callRequest('wait', { what: 'kept' }, 5));
    await waiting('kept');
    for (const requestId of [1, 2, 6]) {
      const notice = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
      await sendRaw(origin, notice, { headers: inSession() });
    }
    things.letGo('kept');
    await stream.ended();
    expect(stream.messages).toMatchObject([{ id: 5, result: { content: [{ text: 'kept' }] } }]);
  });

  it('answer requests in flight with the reason when the session ends', async () => {
    const [call, prompt] = [await post(callRequest('wait', { what: 'cut' })), await post(PROMPT)];
    await waiting('cut', 'ponder');
    app.get(SessionRegistry).closeSession(sessionId, 'admin');
    await Promise.all([call.ended(), prompt.ended()]);
    const text = 'Cancelled by an administrator';
    expect(call.messages).toMatchObject([{ id: 2, result: { isError: true, content: [{ text }] } }]);
    expect(prompt.messages).toMatchObject([{ id: 'p', error: { code: -32_000, message: text } }]);
  });

  it('make a handler wait for an agent that does not read', async () => {
    const { socket } = await floodUnread();
    socket.resume();
    await awaitEvent(record, 'tool:done', PATIENT);
    expect(things.logged).toBe(MESSAGES);
  });

  it('end after 30 seconds in which the agent reads nothing, while the handler continues', async () => {
    const intervals = new RunningIntervals();
    const { response } = await floodUnread();
    expect(intervals.count).toBe(1);
    await letTimePass(response);
    await awaitEvent(record, 'tool:done', PATIENT);
    expect(things.logged).toBe(MESSAGES);
    expect(intervals.count).toBe(0);
    intervals.restore();
    // The session has lost only that stream.
    const { body } = await sendRaw(origin, callRequest('echo', { text: 'here' }), { headers: inSession() });
    expect(body?.result).toMatchObject({ content: [{ text: 'here' }] });
  });

  it('end when the agent opens a newer one by GET', async () => {
    const older = await listen();
    const newer = await listen();
    expect([older.status, newer.status]).toEqual([200, 200]);
    await older.ended();
    const registry = app.get(ToolRegistry);
    registry.register({ options: { name: 'late' }, handle: async () => '' }, 'test');
    await newer.until(() => newer.messages.length === 1);
    expect(newer.messages).toMatchObject([{ method: 'notifications/tools/list_changed' }]);
    registry.remove('late');
    newer.cut();
  });

  it.each([
    ['2025-11-25', true],
    ['2025-06-18', false],
    ['2099-01-01', false],
    ['zzz', false],
  ])(
    'begin with a priming event for clients of revisions that know it (%s: %s)',
    async (revision, isKnown) => {
      const body = JSON.stringify(initializeRequest(revision));
      const response = await fetch(`${origin}/mcp`, { method: 'POST', headers: HEADERS, body });
      expect(/^retry: /m.test(await response.text())).toBe(isKnown);
    },
  );

  it('reject a second "initialize" in an open session', async () => {
    const answer = await sendRaw(origin, initializeRequest(), { headers: inSession() });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: -32_600 } } });
  });

  it('reject a batch of more than 100 messages', async () => {
    const batch = Array.from({ length: 101 }, (_, id) => callRequest('echo', { text: '' }, id));
    const answer = await sendRaw(origin, batch, { headers: inSession() });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: -32_600 } } });
  });
});

describe('a request of revision 2026-07-28 that is in flight when the server shuts down', () => {
  it('is answered with the reason', async () => {
    const { app, origin } = await startApplication([PatientThings]);
    const things = app.get(PatientThings);
    const answer = sendModern(origin, 'prompts/get', { name: 'ponder' }, { id: 9 });
    await waitUntil(() => things.isWaiting('ponder'), { reason: 'the prompt is in its handler' });
    await app.close();
    expect(await answer).toMatchObject({ status: 503, body: { id: 9, error: { code: -32_000 } } });
  });
});

describe('a response of revision 2026-07-28', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  let things: PatientThings;

  /** Sends a request, and reads nothing of the answer. */
  const ask = (method: string, params: Record<string, unknown>, _meta: object = {}) => {
    const { body, headers } = modernRequest(method, { ...params, _meta });
    return sendUnread(app, body, headers);
  };

  const floodUnread = async () => {
    const unread = await ask('tools/call', { name: 'flood' }, LOGGED);
    const { data } = await awaitEvent(record, 'tool:start');
    await dammed(things, unread.response);
    return { ...unread, callId: data.callId };
  };

  /** Reads the rest of the answer to its end. */
  const rest = async (socket: Socket): Promise<string> => {
    let end = '';
    for await (const chunk of socket) {
      end = (end + String(chunk)).slice(-1_000);
      if (end.endsWith('0\r\n\r\n')) break;
    }
    return end;
  };

  beforeEach(async () => {
    ({ app, origin } = await startApplication([PatientThings]));
    record = collectEvents(app);
    things = app.get(PatientThings);
  });

  afterEach(async () => {
    dropUnread();
    await app.close();
    expect(unpairedCalls(record.events)).toEqual([]);
  });

  it('carries every message that precedes the answer', async () => {
    const { body, headers } = modernRequest('tools/call', { name: 'flood', _meta: LOGGED }, { id: 'f' });
    const stream = await AgentStream.open(origin, {
      method: 'POST',
      headers: { ...HEADERS, ...headers },
      body: JSON.stringify(body),
    });
    await stream.ended();
    expect(stream.messages).toHaveLength(MESSAGES + 1);
    expect(stream.messages.at(0)).toMatchObject({ method: 'notifications/message' });
    expect(stream.messages.at(-1)).toMatchObject({ id: 'f', result: { content: [{ text: 'flooded' }] } });
  });

  it('makes the handler wait for an agent that does not read', async () => {
    const { socket } = await floodUnread();
    expect(await rest(socket)).toContain('"text":"flooded"');
    await awaitEvent(record, 'tool:done', PATIENT);
    expect(things.logged).toBe(MESSAGES);
  });

  it('ends with the answer to an admin’s cancel, however much is unread', async () => {
    const { socket, callId } = await floodUnread();
    await asAdmin(origin, `/calls/${callId}/cancel`, { method: 'POST' });
    expect(await rest(socket)).toContain('"text":"Cancelled by an administrator"');
    await waitUntil(() => !things.isFlooding, { reason: 'the handler of the flood has ended' });
    expect(things.logged).toBeLessThan(MESSAGES / 2);
  });

  it('ends after 30 seconds in which the agent reads nothing, which cancels the call', async () => {
    const intervals = new RunningIntervals();
    const { response } = await floodUnread();
    expect(intervals.count).toBe(1);
    await letTimePass(response);
    const { data } = await awaitEvent(record, 'tool:error', PATIENT);
    expect(data).toMatchObject({ kind: 'cancelled', error: 'The client closed the response stream' });
    await waitUntil(() => !things.isFlooding, { reason: 'the handler of the flood has ended' });
    expect(things.logged).toBeLessThan(MESSAGES / 2);
    expect(intervals.count).toBe(0);
    intervals.restore();
  });

  it('ends after 30 seconds in which the agent leaves the rest of an answer unread', async () => {
    const { response } = await ask('tools/call', { name: 'tell' });
    await awaitEvent(record, 'tool:done', PATIENT);
    await waitUntil(() => response.writableEnded, { reason: 'the server has written its answer' });
    await letTimePass(response);
    expect(response.writableFinished).toBe(false);
  });

  it('ends after 30 seconds in which a listening agent reads nothing', async () => {
    const intervals = new RunningIntervals();
    const { response } = await ask('subscriptions/listen', {
      notifications: { toolsListChanged: true },
    });
    await waitUntil(() => response.headersSent, { reason: 'the server has begun its stream' });
    expect(intervals.count).toBe(1);
    await letTimePass(response);
    await waitUntil(() => intervals.count === 0, {
      reason: 'no interval of the stream runs',
      seen: () => intervals.count,
    });
    intervals.restore();
  });
});
