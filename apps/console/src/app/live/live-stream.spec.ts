import { done, event, hello, id, opened, snapshot, started } from '../../testing/events.ts';
import { FakeServer, never, refusal, unreachable } from '../../testing/fake-server.ts';
import { DEADLINES } from '../api/deadlines.ts';
import type { Connection } from './connection.ts';
import { LiveStream } from './live-stream.ts';
import type { StreamFrame } from './stream-frame.ts';

const { jest } = import.meta;

describe('LiveStream', () => {
  let server: FakeServer;
  let frames: StreamFrame[];
  let states: Connection[];
  let stream: LiveStream;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'performance'] });
    server = new FakeServer();
    frames = [];
    states = [];
    stream = new LiveStream({
      url: '/events',
      fetch: server.fetch,
      onFrame: (frame) => frames.push(frame),
      onConnection: (state) => states.push(state),
      random: () => 1,
    });
    stream.start();
    await settle();
  });

  afterEach(() => {
    stream.stop();
    jest.useRealTimers();
  });

  /** Lets promises run, and the clock with them. */
  async function settle(ms = 0): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
    await jest.advanceTimersByTimeAsync(0);
  }
  const state = (): Connection | undefined => states.at(-1);
  const ids = (): string[] => frames.flatMap((frame) => (frame.kind === 'event' ? [frame.event.id] : []));

  it('is live once hello has arrived, not before', async () => {
    expect(state()).toEqual({ phase: 'connecting' });
    server.latest.hello(hello());
    await settle();
    expect(state()).toMatchObject({ phase: 'live' });
    expect(frames).toMatchObject([{ kind: 'hello', resumed: false }]);
  });

  it('reads events whose bytes arrive torn apart', async () => {
    server.latest.hello(hello());
    const told = event(1, 'tool:error', {
      callId: 'a',
      tool: 'wetter',
      durationMs: 1,
      error: 'Zürich fehlt ⚓',
      kind: 'tool',
    });
    const bytes = new TextEncoder().encode(`id: 1\nevent: tool:error\ndata: ${JSON.stringify(told)}\n\n`);
    for (const byte of bytes) server.latest.send(Uint8Array.of(byte));
    await settle();
    expect(frames.at(-1)).toEqual({ kind: 'event', event: told });
  });

  it('passes events of types it does not know, and drops what is no frame', async () => {
    server.latest.hello(hello());
    server.latest.events({ ...opened(1), type: 'upstream:lost' } as never);
    server.latest.send('event: tool:done\ndata: {oops\n\nevent: weather\ndata: "sunny"\n\n');
    server.latest.events(opened(2));
    await settle();
    expect(ids()).toEqual(['1', '2']);
  });

  it('asks for what came after the last event when it comes back', async () => {
    expect(server.latest.lastEventId).toBeNull();
    server.latest.hello(hello());
    server.latest.events(opened(1), started(2, 'a'));
    await settle();
    server.latest.break();
    await settle();
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 1, retryAt: Date.now() + 3000 });
    await settle(2999);
    expect(server.connections).toHaveLength(1);
    await settle(1);
    expect(server.connections).toHaveLength(2);
    expect(server.latest.lastEventId).toBe('2');
    server.latest.hello(hello([opened(1), started(2, 'a'), done(3, 'a')]));
    server.latest.events(done(3, 'a'));
    await settle();
    expect(frames.at(-2)).toMatchObject({ kind: 'hello', resumed: true });
    expect(ids()).toEqual(['1', '2', '3']);
    expect(state()).toMatchObject({ phase: 'live' });
  });

  it('resumes from the snapshot when no event came after it', async () => {
    server.latest.hello(hello([opened(41)]));
    await settle();
    server.latest.end();
    await settle(3000);
    expect(server.latest.lastEventId).toBe('41');
  });

  it('does not move its position to the snapshot of a resumed connection', async () => {
    server.latest.hello(hello([opened(1)]));
    await settle();
    server.latest.end();
    await settle(3000);
    server.latest.hello(hello([opened(1), started(2, 'a')]));
    await settle();
    server.latest.break();
    await settle(3000);
    expect(server.latest.lastEventId).toBe('1');
  });

  it('goes on after a gap from where the server resumed', async () => {
    server.latest.hello(hello([opened(1)]));
    await settle();
    server.latest.end();
    await settle(3000);
    server.latest.hello(hello([], false));
    server.latest.gap({ requested: id(1), resumedAfter: id(50), stats: snapshot() });
    await settle();
    expect(frames.at(-1)).toMatchObject({ kind: 'gap', gap: { requested: '1', resumedAfter: '50' } });
    server.latest.break();
    await settle(3000);
    expect(server.latest.lastEventId).toBe('50');
  });

  it('waits longer from one failed attempt to the next, and starts over after success', async () => {
    server.answer('GET /events', unreachable);
    server.latest.break();
    await settle();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const waiting = state();
      if (waiting?.phase !== 'waiting') throw new Error(`expected a wait, not ${waiting?.phase}`);
      waits.push(waiting.retryAt - Date.now());
      await settle(waiting.retryAt - Date.now());
    }
    expect(waits).toEqual([3000, 4500, 6750, 10125, 15188, 22781, 30000, 30000]);
    server.reset('GET /events');
    await settle(30_000);
    server.latest.hello(hello());
    await settle();
    server.latest.break();
    await settle();
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 1, retryAt: Date.now() + 3000 });
  });

  it('takes the first wait from the server', async () => {
    server.latest.send('retry: 500\n\n');
    server.latest.hello(hello());
    await settle();
    server.latest.break();
    await settle();
    expect(state()).toMatchObject({ retryAt: Date.now() + 500 });
  });

  it('stops for good when it is not signed in', async () => {
    server.latest.hello(hello());
    await settle();
    server.answer('GET /events', () => refusal(401));
    server.latest.end();
    await settle(3000);
    expect(state()).toEqual({ phase: 'signed-out' });
    const asked = server.requests.length;
    await settle(600_000);
    expect(server.requests).toHaveLength(asked);
  });

  it('waits as long as the server asks for', async () => {
    server.answer('GET /events', () => refusal(429, { 'retry-after': '70' }));
    server.latest.end();
    await settle(3000);
    expect(state()).toMatchObject({ phase: 'waiting', retryAt: Date.now() + 70_000 });
    const asked = server.requests.length;
    await settle(69_999);
    expect(server.requests).toHaveLength(asked);
    await settle(1);
    expect(server.requests).toHaveLength(asked + 1);
  });

  it('starts anew from a snapshot when the server refuses its position', async () => {
    server.latest.hello(hello([opened(5)]));
    await settle();
    server.answer('GET /events', () => refusal(400));
    server.latest.end();
    await settle(3000);
    server.reset('GET /events');
    await settle(4500);
    expect(server.latest.lastEventId).toBeNull();
  });

  it('hangs up on a silent server, but not on one that sends heartbeats', async () => {
    server.latest.hello(hello());
    for (let beat = 0; beat < 8; beat += 1) {
      server.latest.send(': heartbeat\n\n');
      await settle(15_000);
    }
    expect(state()).toMatchObject({ phase: 'live' });
    await settle(25_000);
    expect(state()).toMatchObject({ phase: 'waiting', cause: 'The server does not answer.' });
    await settle(3000);
    expect(server.connections).toHaveLength(2);
  });

  it('gives up an attempt that the server accepts and never answers', async () => {
    server.answer('GET /events', ({ signal }) => never(signal));
    server.latest.break();
    await settle(3000);
    expect(state()).toMatchObject({ phase: 'retrying' });
    await settle(DEADLINES.connect - 1);
    expect(state()).toMatchObject({ phase: 'retrying' });
    await settle(1);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 2, cause: 'The server does not answer.' });
    server.reset('GET /events');
    stream.retryNow();
    await settle();
    server.latest.hello(hello());
    await settle();
    expect(state()).toMatchObject({ phase: 'live' });
  });

  it('gives up a stream whose headers arrive and whose first bytes do not', async () => {
    await settle(DEADLINES.connect);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 1, cause: 'The server does not answer.' });
  });

  it('gives the connection of a refused attempt back', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    server.answer('GET /events', ({ signal }) => {
      signals.push(signal);
      return refusal(503);
    });
    server.latest.end();
    await settle(3000);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('says since when the picture stands still, through all attempts', async () => {
    server.latest.hello(hello([opened(1)]));
    await settle();
    server.answer('GET /events', unreachable);
    const lostAt = Date.now();
    server.latest.break();
    await settle();
    expect(state()).toMatchObject({ phase: 'waiting', lostAt });
    await settle(3000);
    expect(state()).toMatchObject({ phase: 'waiting', attempt: 2, lostAt });
  });

  it('does not wait any longer when told to try now', async () => {
    server.latest.break();
    await settle();
    expect(server.connections).toHaveLength(1);
    stream.retryNow();
    await settle();
    expect(server.connections).toHaveLength(2);
  });

  it('does not take a page for a stream', async () => {
    server.answer('GET /events', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }));
    server.latest.end();
    await settle(3000);
    expect(state()).toMatchObject({ phase: 'waiting', cause: 'The answer is not a stream of events.' });
  });

  it('stays away once stopped', async () => {
    server.latest.hello(hello());
    await settle();
    stream.stop();
    await settle(600_000);
    expect(state()).toEqual({ phase: 'idle' });
    expect(server.connections).toHaveLength(1);
  });
});
