import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { StreamHub } from '#admin';
import { compareEventIds, type CrowsnestEvent, type EventDraft } from '#contract';
import { EventLog, EventPublisher, ProjectionKeeper } from '#events';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

describe.each(['memory:', 'sqlite'])('the stream over %s', (engine) => {
  let application: TestApplication;
  let origin: string;
  let calls = 0;

  const start = async (maxEvents = 50_000, admin: { stalledMs?: number } = {}): Promise<void> => {
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([], { events: { log, maxEvents }, admin });
    origin = application.origin;
  };

  /** Publishes starts of calls, alternating between the tools `even` and `odd`, and waits until they are committed. */
  const publish = async (count: number, padding = ''): Promise<CrowsnestEvent[]> => {
    const { asOf } = await readStats(origin);
    const publisher = application.app.get(EventPublisher);
    for (let n = 0; n < count; n += 1) {
      calls += 1;
      const tool = calls % 2 === 0 ? 'even' : 'odd';
      const draft: EventDraft = {
        type: 'tool:start',
        sessionId: `session-${tool}`,
        tenantId: 'default',
        data: { callId: `call-${calls}${padding}`, tool },
      };
      publisher.publish(draft);
    }
    await application.app.get(EventLog).flush();
    return readAll(origin, asOf);
  };

  const idsOf = (events: CrowsnestEvent[]): string[] => events.map((event) => event.id);

  afterEach(() => application.app.close());

  describe('of a new server', () => {
    beforeEach(() => start());

    it('sends "hello" first, without an id', async () => {
      const response = await asAdmin(origin, '/events');
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      expect(response.headers.get('cache-control')).toContain('no-cache');
      expect(response.headers.get('x-accel-buffering')).toBe('no');
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!text.includes('event: hello\n') || !text.endsWith('\n\n'))
        text += (await reader.read()).value ?? '';
      await reader.cancel();
      expect(text).toContain('retry: 3000\n');
      const [hello = ''] = text.split('\n\n').filter((block) => block.includes('event: hello'));
      expect(hello).not.toMatch(/^id:/m);
    });

    it('sends the events that follow the snapshot', async () => {
      await publish(3);
      const stream = await EventStream.open(origin);
      const { asOf } = await readStats(origin);
      expect(stream.hello).toMatchObject({
        complete: true,
        filtered: false,
        stats: { asOf, totalToolCalls: 3 },
      });
      const live = await publish(2);
      await stream.until(() => stream.events.length === 2);
      expect(stream.events).toEqual(live);
      expect(stream.frames.slice(1).map((frame) => [frame.id, frame.event])).toEqual(
        live.map((event) => [event.id, event.type]),
      );
      stream.cut();
    });

    it.each(['header', 'query'])('resumes after the last id that the %s names', async (way) => {
      const events = await publish(1_200);
      const last = events[99]!.id;
      const options = way === 'header' ? { lastEventId: last } : { query: `?lastEventId=${last}` };
      const stream = await EventStream.open(origin, options);
      expect(stream.hello.complete).toBe(true);
      const live = await publish(10);
      await stream.until(() => stream.events.length === 1_110);
      expect(idsOf(stream.events)).toEqual(idsOf([...events.slice(100), ...live]));
      stream.cut();
    });

    it('prefers the id of the header to that of the query, as a browser that reconnects needs', async () => {
      const events = await publish(5);
      const stream = await EventStream.open(origin, {
        query: `?lastEventId=${events[0]!.id}`,
        lastEventId: events[3]!.id,
      });
      await stream.until(() => stream.events.length === 1);
      expect(idsOf(stream.events)).toEqual(idsOf(events.slice(4)));
      stream.cut();
    });

    it('begins with as many of the last events as "replay" asks for', async () => {
      const events = await publish(20);
      const stream = await EventStream.open(origin, { query: '?replay=5' });
      await stream.until(() => stream.events.length === 5);
      const live = await publish(1);
      await stream.until(() => stream.events.length === 6);
      expect(idsOf(stream.events)).toEqual(idsOf([...events.slice(15), ...live]));
      stream.cut();
    });

    it('filters replayed and live events alike', async () => {
      const events = await publish(10);
      const stream = await EventStream.open(origin, { query: '?replay=3&tool=even' });
      expect(stream.hello.filtered).toBe(true);
      const live = await publish(4);
      await stream.until(() => stream.events.length === 5);
      const even = (event: CrowsnestEvent): boolean => event.sessionId === 'session-even';
      expect(idsOf(stream.events)).toEqual(idsOf([...events.filter(even).slice(-3), ...live.filter(even)]));
      stream.cut();
    });

    it.each([
      ['?type=tool:done,session:open', 0],
      ['?type=tool:start', 6],
      ['?tenant=default', 6],
      ['?tenant=other', 0],
      ['?session=session-odd', 3],
      ['?tool=odd&session=session-even', 0],
    ])('sends the events that %s matches', async (query, expected) => {
      const stream = await EventStream.open(origin, { query: `${query}&replay=100` });
      const whole = await EventStream.open(origin);
      await publish(6);
      await whole.until(() => whole.events.length === 6);
      await stream.until(() => stream.events.length === expected);
      expect(stream.events).toHaveLength(expected);
      stream.cut();
      whole.cut();
    });

    it.each([
      ['?lastEventId=abc', 'BAD_EVENT_ID'],
      ['?type=tool:begin', 'BAD_FILTER'],
      ['?tool=a,,b', 'BAD_FILTER'],
      ['?tool=a&tool=b', 'BAD_PARAMETER'],
      ['?replay=-1', 'BAD_PARAMETER'],
      ['?replay=1000000', 'BAD_PARAMETER'],
      ['?tpye=tool:start', 'UNKNOWN_PARAMETER'],
    ])('rejects %s with %s', async (query, error) => {
      const response = await asAdmin(origin, `/events${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({ error, message: expect.any(String) });
    });

    it('rejects a malformed Last-Event-ID', async () => {
      const response = await asAdmin(origin, '/events', { headers: { 'last-event-id': '12x' } });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'BAD_EVENT_ID' });
    });

    it('requires credentials', async () => {
      const response = await fetch(`${origin}/events?token=${ADMIN_TOKEN}`);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('ends cleanly when the server shuts down', async () => {
      const stream = await EventStream.open(origin);
      await application.app.close();
      expect(await stream.ended()).toBe(true);
      await start();
    });
  });

  it('sends a slow reader every event from the log and does not delay other subscribers', async () => {
    // Longer than the test: the reader may pause until the others have everything.
    await start(50_000, { stalledMs: 3_600_000 });
    const slow = await openWithoutReading(origin);
    const hub = application.app.get(StreamHub);
    await waitUntil(() => hub.subscribers.open === 1, { reason: 'the slow stream has begun' });
    const quick = await EventStream.open(origin);
    const padding = 'x'.repeat(1_000);
    const events: CrowsnestEvent[] = [];
    for (let round = 0; round < 12; round += 1) events.push(...(await publish(1_000, padding)));
    await quick.until(() => quick.events.length === events.length);
    expect(idsOf(quick.events)).toEqual(idsOf(events));

    const received = await readIds(slow, events.length);
    expect(received).toEqual(idsOf(events));
    slow.destroy();
    quick.cut();
  });

  it('reports expired events as a gap, and continues after them', async () => {
    await start(100);
    const events = await publish(20);
    for (let round = 0; round < 10; round += 1) await publish(100);
    // The oldest events are deleted once the counters that include them have been saved.
    await application.app.get(ProjectionKeeper).save();
    await publish(1);
    const { start: held } = application.app.get(EventLog);
    expect(compareEventIds(held, events[3]!.id)).toBeGreaterThan(0);
    const stream = await EventStream.open(origin, { lastEventId: events[3]!.id });
    const { asOf } = await readStats(origin);
    await stream.until(() => stream.lastEventId === asOf);
    expect(stream.hello.complete).toBe(false);
    expect(stream.frames[1]?.event).toBe('gap');
    expect(stream.frames[1]?.id).toBeUndefined();
    const left = await readAll(origin, held);
    const known = { from: null, to: left[0]?.timestamp, missing: null };
    expect(stream.gaps).toMatchObject([
      { requested: events[3]!.id, resumedAfter: held, ...known, stats: { asOf } },
    ]);
    expect(idsOf(stream.events)).toEqual(idsOf(left));
    stream.cut();
  });
});

describe('a server with low limits for streams', () => {
  let application: TestApplication;
  const other = {
    token: 'the-token-of-another-admin',
    name: 'other',
    role: 'admin',
    tenantId: null,
  } as const;
  const first = { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;

  beforeAll(async () => {
    application = await startApplication([], {
      signIn: { tokens: [first, other] },
      admin: { maxStreams: 3, maxStreamsPerAdmin: 2 },
    });
  });

  afterAll(() => application.app.close());

  it('rejects an admin beyond the limit per admin, and every admin beyond the total limit, until a stream ends', async () => {
    const { origin } = application;
    const asOther = { authorization: `Bearer ${other.token}` };
    const streams = [await EventStream.open(origin), await EventStream.open(origin)];
    const own = await asAdmin(origin, '/events');
    expect([own.status, own.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await own.json()).toEqual({
      error: 'TOO_MANY_STREAMS',
      message: expect.stringContaining('admin has 2'),
    });

    streams.push(await EventStream.open(origin, { headers: asOther }));
    const anyone = await asAdmin(origin, '/events', { headers: asOther });
    expect([anyone.status, anyone.headers.get('retry-after')]).toEqual([503, '10']);
    // A stranger is not told that there is no place.
    expect((await fetch(`${origin}/events`)).status).toBe(401);

    streams[0]?.cut();
    const opened = async (): Promise<EventStream> => EventStream.open(origin).catch(() => opened());
    streams.push(await opened());
    for (const stream of streams) stream.cut();
  });
});

/** A client that asks for the stream and then reads nothing. */
async function openWithoutReading(origin: string): Promise<Socket> {
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET /events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\n\r\n`);
  return socket;
}

async function readIds(socket: Socket, count: number): Promise<string[]> {
  const ids: string[] = [];
  let rest = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: {"id":"')) ids.push(line.split('"')[3] ?? '');
    if (ids.length >= count) break;
  }
  return ids;
}
