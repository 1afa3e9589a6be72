import { createEventLog } from '#events';
import type { CrowsnestEvent, EventId } from '#contract';
import {
  beginSession,
  callRequest,
  initializeRequest,
  sendModern,
  sendRaw,
  type RawAnswer,
} from '../support/agents/raw-mcp.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

/** A text of the length that makes the sample tool take its maximum of 8 seconds. */
const LONG_TEXT = 'long '.repeat(1_200);

async function readLog(url: string, after: EventId): Promise<CrowsnestEvent[]> {
  const log = createEventLog(url, {});
  await log.open();
  const events = await log.read({ after, limit: 1_000 });
  await log.close();
  return events.map(({ event }) => event);
}

describe('a server process that gets SIGTERM', () => {
  let log: string;
  let server: ServerProcess;
  let admin: EventStream;
  let sessionId: string;

  const start = async (env: Record<string, string> = {}): Promise<void> => {
    log = `sqlite:${await temporaryFolder()}/events.db`;
    server = await ServerProcess.start(await freePort(), { CROWSNEST_LOG: log, ...env });
    admin = await EventStream.open(server.origin);
    sessionId = await beginSession(server.origin);
  };

  /** Calls the slow sample tool in both eras, and resolves once both calls run. */
  const callBoth = async (text: string): Promise<{ answers: Promise<RawAnswer[]> }> => {
    const args = { title: 'Log', text };
    const answers = Promise.all([
      sendRaw(server.origin, callRequest('index_document', args), {
        headers: { 'mcp-session-id': sessionId },
      }),
      sendModern(server.origin, 'tools/call', { name: 'index_document', arguments: args }),
    ]);
    await admin.until(() => admin.events.filter(({ type }) => type === 'tool:start').length === 2);
    return { answers };
  };

  /** The types of the events of each session, without progress. */
  const stories = (): string[][] => {
    const ids = new Set(admin.events.map((event) => event.sessionId));
    return [...ids].map((id) =>
      admin.events
        .filter((event) => event.sessionId === id && event.type !== 'tool:progress')
        .map(({ type, data }) => ('reason' in data ? `${type} ${data.reason}` : type)),
    );
  };

  afterEach(() => ServerProcess.killAll());

  it('lets running calls finish with their own results, while it reports that it drains and refuses new work', async () => {
    await start({ CROWSNEST_DRAIN_MS: '60000' });
    const { origin } = server;
    const { answers } = await callBoth(LONG_TEXT);
    server.terminate();
    const readiness = (): Promise<Response> => fetch(`${origin}/health/ready`);
    await waitUntil(async () => (await readiness()).status === 503, { reason: 'the server drains' });
    // A second signal changes nothing.
    server.terminate();
    expect(await (await readiness()).json()).toEqual({ status: 'draining', log: 'ok' });
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);

    const session = { headers: { 'mcp-session-id': sessionId } };
    const refused = [
      await sendRaw(origin, initializeRequest()),
      await sendRaw(origin, callRequest('get_weather', { city: 'Oslo' }, 1), session),
      await sendModern(origin, 'tools/call', { name: 'get_weather', arguments: { city: 'Oslo' } }),
      await sendModern(origin, 'subscriptions/listen', { notifications: {} }),
    ];
    for (const { status, headers, body } of refused) {
      expect({ status, body }).toEqual({
        status: 503,
        body: {
          jsonrpc: '2.0',
          id: 1,
          error: { code: -32_000, message: 'The server is shutting down. Try again in 5 s.' },
        },
      });
      expect(headers.get('retry-after')).toBe('5');
    }
    const ping = await sendRaw(origin, { jsonrpc: '2.0', id: 9, method: 'ping' }, session);
    expect(ping.body).toMatchObject({ id: 9, result: {} });

    for (const { body } of await answers)
      expect(body?.result).toMatchObject({ structuredContent: { title: 'Log', words: 1_200 } });
    expect(await admin.ended()).toBe(true);
    expect(await server.ended()).toBe(0);
    const story = ['session:open', 'tool:start', 'tool:done', 'session:close shutdown'];
    expect(stories()).toEqual([story, story]);
    expect(admin.events).toEqual(await readLog(log, admin.hello.stats.asOf));
  });

  it('cancels calls that still run at the deadline, answers their agents and logs what it waited for', async () => {
    await start({ CROWSNEST_DRAIN_MS: '100' });
    const { answers } = await callBoth(LONG_TEXT);
    expect(await server.stop()).toBe(0);
    for (const { body } of await answers)
      expect(body?.result).toMatchObject({
        isError: true,
        content: [{ text: 'The server is shutting down' }],
      });
    expect(await admin.ended()).toBe(true);
    const story = ['session:open', 'tool:start', 'tool:error', 'session:close shutdown'];
    expect(stories()).toEqual([story, story]);
    const failures = admin.events.filter(({ type }) => type === 'tool:error');
    expect(failures).toMatchObject([{ data: { kind: 'cancelled' } }, { data: { kind: 'cancelled' } }]);
    expect(admin.events).toEqual(await readLog(log, admin.hello.stats.asOf));
    expect(server.output).toContain('waited 100 ms for 2 calls to end (index_document); going on');
  });
});
