import { advanceClock } from '../../../testing/advance-clock.ts';
import { done, event, gapFrame, hello, id, opened, snapshot, started } from '../../../testing/events.ts';
import { FakeServer, never, refusal, unreachable } from '../../../testing/fake-server.ts';
import { DEADLINES } from '../../api/deadlines.ts';
import type { Connection } from '../connection.ts';
import { LiveStream } from './live-stream.ts';
import type { StreamFrame } from './stream-frame.ts';

const { jest } = import.meta;

describe('LiveStream', () => {
  let server: FakeServer;
  let frames: StreamFrame[];
  let states: Connection[];
  let stream: LiveStream;
  /** The id of an event that cannot be applied. */
  let failOn: string | undefined;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'performance'] });
    server = new FakeServer();
    frames = [];
    failOn = undefined;
    states = [];
    stream = new LiveStream({
      url: '/events',
      fetch: server.fetch,
      onFrame: (frame) => {
        if (frame.kind === 'event' && frame.event.id === failOn) throw new Error('no room');
        frames.push(frame);
      },
      onConnection: (state) => states.push(state),
      random: () => 1,
    });
    stream.start();
    await advanceClock(0);
  });

  afterEach(() => {
    stream.stop();
    jest.useRealTimers();
  });

  const state = (): Connection | undefined => states.at(-1);
  const ids = (): string[] => frames.flatMap((frame) => (frame.kind === 'event' ? [frame.event.id] : []));

  it('is live once the hello frame has arrived, not before', async () => {
    expect(state()).toEqual({ phase: 'connecting' });
    server.latest.hello(hello());
    await advanceClock(0);
    expect(state()).toMatchObject({ phase: 'live' });
    expect(frames).toMatchObject([{ kind: 'hello', resumed: false }]);
  });

  it('reads an event whose bytes arrive one by one', async () => {
    server.latest.hello(hello());
    const sent = event(1, 'tool:error', {
      callId: 'a',
      tool: 'wetter',
      durationMs: 1,
      error: 'Zürich fehlt ⚓',
      kind: 'tool',
    });
    const bytes = new TextEncoder().encode(`id: 1\nevent: tool:error\ndata: ${JSON.stringify(sent)}\n\n`);
    for (const byte of bytes) server.latest.send(Uint8Array.of(byte));
    await advanceClock(0);
    expect(frames.at(-1)).toEqual({ kind: 'event', event: sent, size: JSON.stringify(sent).length });
  });

  it('passes events of unknown types, and ignores messages that are not frames', async () => {
    server.latest.hello(hello());
    server.latest.events({ ...opened(1), type: 'upstream:lost' } as never);
    server.latest.send('event: tool:done\ndata: {oops\n\nevent: weather\ndata: "sunny"\n\n');
    server.latest.events(opened(2));
    await advanceClock(0);
    expect(ids()).toEqual(['1', '2']);
  });

  it('resumes after the last event when it reconnects', async () => {
    expect(server.latest.lastEventId).toBeNull();
    server.latest.hello(hello());
    server.latest.events(opened(1), started(2, 'a'));
    await advanceClock(0);
    server.latest.break();
    await advanceClock(0);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 1, retryAt: Date.now() + 3000 });
    await advanceClock(2999);
    expect(server.connections).toHaveLength(1);
    await advanceClock(1);
    expect(server.connections).toHaveLength(2);
    expect(server.latest.lastEventId).toBe('2');
    server.latest.hello(hello([opened(1), started(2, 'a'), done(3, 'a')]));
    server.latest.events(done(3, 'a'));
    await advanceClock(0);
    expect(frames.at(-2)).toMatchObject({ kind: 'hello', resumed: true });
    expect(ids()).toEqual(['1', '2', '3']);
    expect(state()).toMatchObject({ phase: 'live' });
  });

  it('resumes after the snapshot when no event has followed it', async () => {
    server.latest.hello(hello([opened(41)]));
    await advanceClock(0);
    server.latest.end();
    await advanceClock(3000);
    expect(server.latest.lastEventId).toBe('41');
  });

  it('resumes after an id that comes alone, after "hello" or with heartbeats, however it is split', async () => {
    server.latest.hello(hello([opened(41)]));
    server.latest.send('id: 43\n\n');
    server.latest.events(opened(44));
    for (const character of ': heartbeat\n\nid: 47\n\n') server.latest.send(character);
    await advanceClock(0);
    expect(ids()).toEqual(['44']);
    server.latest.end();
    await advanceClock(3000);
    expect(server.latest.lastEventId).toBe('47');
  });

  it('keeps its position when the hello frame of a resumed connection is ahead of it', async () => {
    server.latest.hello(hello([opened(1)]));
    await advanceClock(0);
    server.latest.end();
    await advanceClock(3000);
    server.latest.hello(hello([opened(1), started(2, 'a')]));
    await advanceClock(0);
    server.latest.break();
    await advanceClock(3000);
    expect(server.latest.lastEventId).toBe('1');
  });

  it('resumes after the end of a gap', async () => {
    server.latest.hello(hello([opened(1)]));
    await advanceClock(0);
    server.latest.end();
    await advanceClock(3000);
    server.latest.hello(hello([], false));
    server.latest.gap(gapFrame(1, 50, snapshot()));
    await advanceClock(0);
    expect(frames.at(-1)).toMatchObject({ kind: 'gap', gap: { requested: '1', resumedAfter: '50' } });
    server.latest.break();
    await advanceClock(3000);
    expect(server.latest.lastEventId).toBe('50');
  });

  it('waits longer after each failed attempt, and starts again with a short wait after a success', async () => {
    server.answer('GET /events', unreachable);
    server.latest.break();
    await advanceClock(0);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const waiting = state();
      if (waiting?.phase !== 'waiting') throw new Error(`expected a wait, not ${waiting?.phase}`);
      waits.push(waiting.retryAt - Date.now());
      await advanceClock(waiting.retryAt - Date.now());
    }
    expect(waits).toEqual([3000, 4500, 6750, 10125, 15188, 22781, 30000, 30000]);
    server.reset('GET /events');
    await advanceClock(30_000);
    server.latest.hello(hello());
    await advanceClock(0);
    server.latest.break();
    await advanceClock(0);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 1, retryAt: Date.now() + 3000 });
  });

  it('uses the retry field of the server as its first wait', async () => {
    server.latest.send('retry: 500\n\n');
    server.latest.hello(hello());
    await advanceClock(0);
    server.latest.break();
    await advanceClock(0);
    expect(state()).toMatchObject({ retryAt: Date.now() + 500 });
  });

  it('stops when the server answers 401', async () => {
    server.latest.hello(hello());
    await advanceClock(0);
    server.answer('GET /events', () => refusal(401));
    server.latest.end();
    await advanceClock(3000);
    expect(state()).toEqual({ phase: 'signed-out' });
    const asked = server.requests.length;
    await advanceClock(600_000);
    expect(server.requests).toHaveLength(asked);
  });

  it('waits for as long as Retry-After says', async () => {
    server.answer('GET /events', () => refusal(429, { 'retry-after': '70' }));
    server.latest.end();
    await advanceClock(3000);
    expect(state()).toMatchObject({ phase: 'waiting', retryAt: Date.now() + 70_000 });
    const asked = server.requests.length;
    await advanceClock(69_999);
    expect(server.requests).toHaveLength(asked);
    await advanceClock(1);
    expect(server.requests).toHaveLength(asked + 1);
  });

  it('starts from a snapshot when the server refuses its position', async () => {
    server.latest.hello(hello([opened(5)]));
    await advanceClock(0);
    server.answer('GET /events', () => refusal(400));
    server.latest.end();
    await advanceClock(3000);
    server.reset('GET /events');
    await advanceClock(4500);
    expect(server.latest.lastEventId).toBeNull();
  });

  it('disconnects from a silent server, but not from one that sends heartbeats', async () => {
    server.latest.hello(hello());
    for (let beat = 0; beat < 8; beat += 1) {
      server.latest.send(': heartbeat\n\n');
      await advanceClock(15_000);
    }
    expect(state()).toMatchObject({ phase: 'live' });
    await advanceClock(25_000);
    expect(state()).toMatchObject({ phase: 'waiting', cause: 'The server does not answer.' });
    await advanceClock(3000);
    expect(server.connections).toHaveLength(2);
  });

  it('abandons an attempt that the server never answers', async () => {
    server.answer('GET /events', ({ signal }) => never(signal));
    server.latest.break();
    await advanceClock(3000);
    expect(state()).toMatchObject({ phase: 'retrying' });
    await advanceClock(DEADLINES.connect - 1);
    expect(state()).toMatchObject({ phase: 'retrying' });
    await advanceClock(1);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 2, cause: 'The server does not answer.' });
    server.reset('GET /events');
    stream.retryNow();
    await advanceClock(0);
    server.latest.hello(hello());
    await advanceClock(0);
    expect(state()).toMatchObject({ phase: 'live' });
  });

  it('abandons an attempt when headers arrive and no bytes follow', async () => {
    await advanceClock(DEADLINES.connect);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 1, cause: 'The server does not answer.' });
  });

  it('frees the connection of a refused attempt', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    server.answer('GET /events', ({ signal }) => {
      signals.push(signal);
      return refusal(503);
    });
    server.latest.end();
    await advanceClock(3000);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('reports the time of the loss through all failed attempts', async () => {
    server.latest.hello(hello([opened(1)]));
    await advanceClock(0);
    server.answer('GET /events', unreachable);
    const lostAt = Date.now();
    server.latest.break();
    await advanceClock(0);
    expect(state()).toMatchObject({ phase: 'waiting', lostAt });
    await advanceClock(3000);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 2, lostAt });
  });

  it('connects at once on retryNow', async () => {
    server.latest.break();
    await advanceClock(0);
    expect(server.connections).toHaveLength(1);
    stream.retryNow();
    await advanceClock(0);
    expect(server.connections).toHaveLength(2);
  });

  it('rejects an answer that is not an event stream', async () => {
    server.answer('GET /events', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }));
    server.latest.end();
    await advanceClock(3000);
    expect(state()).toMatchObject({ phase: 'waiting', cause: 'The answer is not a stream of events.' });
  });

  describe('with an event that cannot be applied', () => {
    beforeEach(async () => {
      server.latest.hello(hello([opened(1)]));
      server.latest.events(opened(2), started(3, 'a'));
      await advanceClock(0);
      failOn = '4';
      server.latest.events(started(4, 'b'), started(5, 'c'));
      await advanceClock(0);
    });

    it('reports the event as the cause', () => {
      expect(state()).toMatchObject({
        phase: 'waiting',
        cause: 'The console could not apply event 4 (tool:start): no room.',
        lostAt: Date.now(),
      });
    });

    it('starts from a snapshot, which includes the event', async () => {
      await advanceClock(3000);
      expect(server.latest.lastEventId).toBeNull();
      expect(ids()).toEqual(['2', '3']);
    });
  });

  it('waits between two attempts, although Retry-After says 0', async () => {
    server.answer('GET /events', () => refusal(503, { 'retry-after': '0' }));
    server.latest.end();
    await advanceClock(30_000);
    expect(server.requests.length).toBeLessThan(8);
  });

  describe('while an attempt hangs', () => {
    beforeEach(async () => {
      server.latest.hello(hello([opened(7)]));
      await advanceClock(0);
      server.answer('GET /events', ({ signal }) => never(signal));
      server.latest.break();
      await advanceClock(3000);
      expect(state()).toMatchObject({ phase: 'retrying' });
      server.reset('GET /events');
    });

    it.each([
      ['by hand', () => stream.retryNow()],
      ['when the network or the page is back', () => stream.checkNow()],
    ])('replaces it at once %s', async (_, act) => {
      await advanceClock(1000);
      act();
      await advanceClock(0);
      expect(server.connections).toHaveLength(2);
      expect(server.latest.lastEventId).toBe('7');
      server.latest.hello(hello([opened(7)]));
      await advanceClock(0);
      expect(state()).toMatchObject({ phase: 'live' });
    });

    it('keeps an attempt that has just begun when the page is back', async () => {
      stream.checkNow();
      await advanceClock(0);
      expect(server.connections).toHaveLength(1);
    });
  });

  describe('when the network or the page is back', () => {
    it('keeps a live stream that has sent data recently', async () => {
      server.latest.hello(hello());
      await advanceClock(15_000);
      stream.checkNow();
      await advanceClock(0);
      expect(server.connections).toHaveLength(1);
    });

    it('replaces a live stream that has missed a heartbeat', async () => {
      server.latest.hello(hello([opened(7)]));
      await advanceClock(25_000);
      stream.checkNow();
      await advanceClock(0);
      expect(server.connections).toHaveLength(2);
      expect(server.latest.lastEventId).toBe('7');
    });

    it('ends a wait unless the server has asked for it', async () => {
      server.latest.break();
      await advanceClock(0);
      server.answer('GET /events', () => refusal(429, { 'retry-after': '70' }));
      stream.checkNow();
      await advanceClock(0);
      expect(state()).toMatchObject({ phase: 'waiting', retryAt: Date.now() + 70_000 });
      const asked = server.requests.length;
      stream.checkNow();
      await advanceClock(0);
      expect(server.requests).toHaveLength(asked);
      stream.retryNow();
      await advanceClock(0);
      expect(server.requests).toHaveLength(asked + 1);
    });
  });

  it('resumes after the event that it was started with', async () => {
    stream.start(id(41));
    await advanceClock(0);
    expect(server.latest.lastEventId).toBe('41');
    server.latest.hello(hello([opened(41)]));
    await advanceClock(0);
    expect(frames).toMatchObject([{ kind: 'hello', resumed: true }]);
  });

  it('does not reconnect once it is stopped', async () => {
    server.latest.hello(hello());
    await advanceClock(0);
    stream.stop();
    await advanceClock(600_000);
    expect(state()).toEqual({ phase: 'idle' });
    expect(server.connections).toHaveLength(1);
  });
});
