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
import { HttpFaultServer } from '../support/fault-server/http-fault-server.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

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
  /** Its calls last until the test lets them end. */
  let upstream: HttpFaultServer;

  const start = async (env: Record<string, string>): Promise<void> => {
    log = `sqlite:${await temporaryFolder()}/events.db`;
    upstream = new HttpFaultServer();
    upstream.fault = 'held';
    const desk = { url: await upstream.listen(), era: 'legacy' };
    const settings = { CROWSNEST_LOG: log, CROWSNEST_UPSTREAMS: JSON.stringify({ desk }) };
    server = await ServerProcess.start(await freePort(), { ...settings, ...env });
    admin = await EventStream.open(server.origin);
    sessionId = await beginSession(server.origin);
  };

  /** Calls the tool in both eras, and resolves once both calls run. */
  const callBoth = async (): Promise<{ answers: Promise<RawAnswer[]> }> => {
    const answers = Promise.all([
      sendRaw(server.origin, callRequest('search'), { headers: { 'mcp-session-id': sessionId } }),
      sendModern(server.origin, 'tools/call', { name: 'search', arguments: {} }),
    ]);
    await admin.until(() => admin.events.filter(({ type }) => type === 'tool:start').length === 2);
    return { answers };
  };

  /** The types of the events of each session. */
  const stories = (): string[][] => {
    const ofSessions = admin.events.filter((event) => event.sessionId !== '');
    return [...Map.groupBy(ofSessions, (event) => event.sessionId).values()].map((events) =>
      events.map(({ type, data }) => ('reason' in data ? `${type} ${data.reason}` : type)),
    );
  };

  afterEach(async () => {
    await ServerProcess.killAll();
    upstream.close();
  });

  it('lets running calls finish with their own results, while it reports that it drains and refuses new work', async () => {
    await start({ CROWSNEST_DRAIN_MS: '60000' });
    const { origin } = server;
    const { answers } = await callBoth();
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

    upstream.letGo();
    for (const { body } of await answers) expect(body?.result).toMatchObject({ content: [{ text: 'done' }] });
    expect(await admin.ended()).toBe(true);
    expect(await server.ended()).toBe(0);
    const story = ['session:open', 'tool:start', 'tool:done', 'session:close shutdown'];
    expect(stories()).toEqual([story, story]);
    expect(admin.events).toEqual(await readLog(log, admin.hello.stats.asOf));
  });

  it('cancels calls that still run at the deadline, answers their agents and logs what it waited for', async () => {
    await start({ CROWSNEST_DRAIN_MS: '100' });
    const { answers } = await callBoth();
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
    expect(server.output).toContain('waited 100 ms for 2 calls to end (search); going on');
  });
});
