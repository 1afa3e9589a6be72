import { setTimeout as pause } from 'node:timers/promises';
import { StreamHub } from '#admin';
import { EventLog, EventPublisher } from '#events';
import { asAdmin } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { RawConnection } from '../support/server/raw-connection.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const STALLED_MS = 5_000;
/** The pause of a slow reader after each piece. */
const PAUSE_MS = 30;

describe('the connection of a stream', () => {
  let application: TestApplication;
  let origin: string;

  const start = async (admin: { maxStreams?: number; stalledMs?: number }): Promise<void> => {
    application = await startApplication([], { admin });
    origin = application.origin;
  };

  afterEach(() => application.app.close());

  /** More than the buffers of both sides of a loopback connection hold. */
  const publishMuch = async (): Promise<number> => {
    const [publisher, log] = [application.app.get(EventPublisher), application.app.get(EventLog)];
    const padding = 'x'.repeat(4_000);
    for (let n = 0; n < 4_000; n += 1) {
      const data = { callId: `call-${n}${padding}`, tool: 'search' };
      publisher.publish({ type: 'tool:start', sessionId: 'of search', tenantId: 'default', data });
      if (n % 1_000 === 999) await log.flush();
    }
    return 4_000;
  };

  it('stays open for a slow but steady reader', async () => {
    await start({ stalledMs: STALLED_MS });
    const count = await publishMuch();
    const connection = await RawConnection.open(origin);
    connection.send('GET /events?lastEventId=0');
    const events = occurrencesOf('\nevent: tool:start\n');
    const pieces = await connection.readSlowly(PAUSE_MS, (text) => events(text) === count);
    expect(events('')).toBe(count);
    // The reader must take longer than the server waits for one that is stalled, or the test shows nothing.
    expect(pieces * PAUSE_MS).toBeGreaterThan(STALLED_MS);
    connection.close();
  });

  it('stays open while there is nothing to send', async () => {
    await start({ stalledMs: 50 });
    const connection = await RawConnection.open(origin);
    connection.read();
    connection.send('GET /events');
    await connection.until('the stream has begun', () => connection.received.includes('event: hello'));
    await pause(200);
    await publishCalls(application, 1);
    await connection.until('the event has come', () => connection.received.includes('event: tool:start'));
    expect(connection.isClosed).toBe(false);
    connection.close();
  });

  it('is closed when the reader stops reading', async () => {
    await start({ maxStreams: 1, stalledMs: 300 });
    const connection = await RawConnection.open(origin);
    connection.send('GET /events');
    // The client reads nothing, so it cannot tell that its stream has begun.
    await waitUntil(() => application.app.get(StreamHub).subscribers.open === 1, {
      reason: 'the stream has begun',
    });
    const count = await publishMuch();
    (await whenFree()).cut();
    connection.read();
    await connection.until('the connection is closed', () => connection.isClosed);
    expect(occurrencesOf('\nevent: tool:start\n')(connection.received)).toBeLessThan(count);
  });

  it('is closed when a request follows the stream, because it would wait forever', async () => {
    await start({ maxStreams: 1 });
    const connection = await RawConnection.open(origin);
    connection.read();
    connection.send('GET /events');
    await connection.until('the stream has begun', () => connection.received.includes('event: hello'));
    connection.send('GET /events', 'GET /stats');
    await connection.until('the connection is closed', () => connection.isClosed);
    const next = await whenFree();
    expect(next.hello.complete).toBe(true);
    next.cut();
  });

  it('is refused to a stream behind another answer, which takes up no place', async () => {
    await start({ maxStreams: 1 });
    const connection = await RawConnection.open(origin);
    connection.read();
    connection.send('GET /stats', 'GET /events');
    await connection.until('the answer has come', () => connection.received.includes('PIPELINED_STREAM'));
    expect(connection.received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
    connection.send('GET /events');
    await connection.until('the stream has begun', () => connection.received.includes('event: hello'));
    connection.close();
  });

  it('gets headers and an end for HEAD, which takes up no place', async () => {
    await start({ maxStreams: 1 });
    for (let round = 0; round < 3; round += 1) {
      const response = await asAdmin(origin, '/events', { method: 'HEAD' });
      expect([response.status, await response.text()]).toEqual([200, '']);
      expect(response.headers.get('content-type')).toBe('text/event-stream');
    }
    const stream = await EventStream.open(origin);
    expect((await asAdmin(origin, '/events', { method: 'HEAD' })).status).toBe(200);
    expect((await asAdmin(origin, '/events?type=none', { method: 'HEAD' })).status).toBe(400);
    stream.cut();
  });

  /** Opens a stream once a place is free. */
  const whenFree = (): Promise<EventStream> =>
    waitUntil(() => EventStream.open(origin).catch(() => undefined), {
      reason: 'a place is free',
    }) as Promise<EventStream>;
});

/** Counts the occurrences of a text in input that arrives in pieces. */
function occurrencesOf(wanted: string): (piece: string) => number {
  let count = 0;
  let rest = '';
  return (piece) => {
    const parts = (rest + piece).split(wanted);
    count += parts.length - 1;
    rest = (parts.at(-1) ?? '').slice(1 - wanted.length);
    return count;
  };
}
