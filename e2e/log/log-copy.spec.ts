import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { CrowsnestEvent, StatsSnapshot, UncommittedEvent } from '#contract';
import { createEventLog, EventLog } from '#events';
import { copyLog, type CopyOutcome } from '../../apps/cli/log-copy/copy-log.ts';
import { describeWithNats, NatsServer } from '../support/brokers/nats-server.ts';
import { describeWithRedis, RedisServer } from '../support/brokers/redis-server.ts';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { asAdmin, readAll, readStats } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';
import { randomEvents } from '../support/stats/random-events.ts';

const EVENTS = 1_000;
/** With a kept state of the counters. */
const MANY_EVENTS = 11_000;

const newFile = async () => `sqlite:${await temporaryFolder()}/events.db`;

const copy = (from: string, to: string, signal = new AbortController().signal): Promise<CopyOutcome> =>
  copyLog({ from, to, options: {}, signal, copied: () => undefined });

const aFew = () => randomEvents(seededRandom(SEED), 20, { began: Date.now(), lengthMs: 1 });

/** Appends events to a log that no server has used. */
async function fillNew(url: string, events = aFew()): Promise<void> {
  const log = createEventLog(url);
  await log.open();
  log.follow({
    committed: () => undefined,
    publish: () => undefined,
    notice: () => undefined,
    findSession: () => undefined,
    refused: () => undefined,
  });
  for (const event of events) log.append(event);
  await log.flush();
  await log.close();
}

/** Appends events in a server, as one that is killed would leave them. */
async function fill(log: string, events: readonly UncommittedEvent[]): Promise<void> {
  const { app } = await startApplication([], { events: { log } });
  for (const event of events) app.get(EventLog).append(event);
  await app.get(EventLog).flush();
  await app.close();
}

/** What a server on a log tells. */
interface Told {
  stats: StatsSnapshot;
  events: CrowsnestEvent[];
  /** The counters as they were at one of the last events. */
  past: StatsSnapshot;
}

async function tell(log: string, isOver: (stats: StatsSnapshot) => boolean, index: number): Promise<Told> {
  const { app, origin } = await startApplication([], { events: { log } });
  try {
    const isReached = async () => isOver(await readStats(origin));
    await waitUntil(isReached, { reason: 'the server has ended what was open' });
    const events = await readAll(origin, '0');
    const past = await asAdmin(origin, `/stats?at=${events[index]?.id}`);
    return { stats: await readStats(origin), events, past: (await past.json()) as StatsSnapshot };
  } finally {
    await app.close();
  }
}

const withoutId = (event: CrowsnestEvent) => ({ ...event, id: '' });

const totalsOf = ({ since, totalToolCalls, errorCount, tools, recentEvents }: StatsSnapshot) => ({
  since,
  totalToolCalls,
  errorCount,
  calls: Object.entries(tools).map(([tool, { calls }]) => [tool, calls]),
  recent: recentEvents.map(withoutId),
});

const percentilesOf = ({ p50LatencyMs, p95LatencyMs, p99LatencyMs }: StatsSnapshot) => [
  p50LatencyMs,
  p95LatencyMs,
  p99LatencyMs,
];

/** Copies a filled log, and compares what servers tell of both. */
async function compareCopied(
  from: string,
  to: string,
  count = EVENTS,
): Promise<{ source: Told; target: Told }> {
  // Within the window of percentiles, which follows the time of events.
  const place = { began: Date.now() - 60_000, lengthMs: 50_000 };
  await fill(from, randomEvents(seededRandom(SEED), count, place));
  const outcome = await copy(from, to);
  const none = ({ activeSessions, toolCallsInFlight }: StatsSnapshot) =>
    activeSessions + toolCallsInFlight === 0;
  const target = await tell(to, none, count - 100);
  // A server that starts on a file ends what is open in it, as the copy has done.
  const source = await tell(from, from.startsWith('sqlite:') ? none : () => true, count - 100);

  const copied = target.events.slice(0, outcome.events);
  expect(copied.map(withoutId)).toEqual(source.events.slice(0, outcome.events).map(withoutId));
  expect(outcome.first).toEqual({ before: source.events[0]?.id, after: copied[0]?.id });
  expect(outcome.events).toBeGreaterThanOrEqual(count);
  expect(target.stats).toMatchObject({
    totalToolCalls: source.stats.totalToolCalls,
    errorCount: source.stats.errorCount + source.stats.toolCallsInFlight,
  });
  expect(percentilesOf(target.stats)).toEqual(percentilesOf(source.stats));
  return { source, target };
}

describeWithRedis('a log that is copied between a file and Redis', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterAll(() => redis.kill());

  it('keeps events, counters and those of the past in Redis', async () => {
    const { source, target } = await compareCopied(await newFile(), redis.url(randomUUID()), MANY_EVENTS);
    expect(totalsOf(target.past)).toEqual(totalsOf(source.past));
  });

  it('keeps events and counters in a file', async () => {
    const { source, target } = await compareCopied(redis.url(randomUUID()), await newFile());
    expect(target.stats.since).toBe(source.stats.since);
  });

  it('tells a subscriber that returns with an old id of a gap', async () => {
    const [from, to] = [await newFile(), redis.url(randomUUID())];
    await fillNew(from);
    const { first } = await copy(from, to);
    const { app, origin } = await startApplication([], { events: { log: to } });
    const stream = await EventStream.open(origin, { lastEventId: first?.before });
    await stream.until(() => stream.gaps.length > 0);
    await app.close();
    expect(stream.gaps).toMatchObject([{ requested: first?.before }]);
  });

  it('is refused while a server uses it, or appends to it', async () => {
    const [from, to] = [await newFile(), await newFile()];
    const { app } = await startApplication([], { events: { log: from } });
    await expect(copy(from, to)).rejects.toMatchObject({ code: 'LOG_IN_USE' });
    await app.close();

    const shared = redis.url(randomUUID());
    await fillNew(shared);
    const servers: TestApplication[] = [];
    const attempt = copyLog({
      from: shared,
      to,
      options: {},
      signal: new AbortController().signal,
      copied: async () => {
        servers.push(await startApplication([], { events: { log: shared } }));
        await servers[0]?.app.get(EventLog).flush();
      },
    });
    await expect(attempt).rejects.toThrow('is in use');
    await servers[0]?.app.close();
  });
});

describeWithNats('a log that is copied from a file to NATS', () => {
  it('keeps events and counters', async () => {
    const nats = await NatsServer.start();
    const { source, target } = await compareCopied(await newFile(), nats.url(randomUUID()));
    expect(target.stats.since).toBe(source.stats.since);
    await nats.kill();
  });
});

describe('a log that is copied', () => {
  let from: string;

  beforeEach(async () => {
    from = await newFile();
    await fillNew(from);
  });

  it('is not copied into one that has events', async () => {
    const to = await newFile();
    await copy(from, to);
    await expect(copy(from, to)).rejects.toThrow('is not empty');
    await expect(copy('memory:', to)).rejects.toThrow('is empty');
  });

  it('has a saved state of each projection of a server', async () => {
    const namesIn = (url: string): unknown[] => {
      const db = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true });
      const rows = db.prepare('SELECT name FROM checkpoints ORDER BY name').all();
      db.close();
      return rows.map(({ name }) => name);
    };
    const [served, to] = [await newFile(), await newFile()];
    await fill(served, aFew());
    await copy(served, to);
    expect(namesIn(served)).toContain('alerts');
    expect(namesIn(to)).toEqual(namesIn(served));
  });

  it('leaves payloads behind that are past their time', async () => {
    const to = await newFile();
    const timestamp = new Date(Date.now() - 60_000).toISOString();
    const data = { callId: 'c', tool: 'search', arguments: { secret: 1 } };
    from = await newFile();
    await fillNew(from, [{ type: 'tool:start', sessionId: '', tenantId: '', timestamp, data }]);
    const { signal } = new AbortController();
    await copyLog({ from, to, options: { payloadMaxAgeMs: 1_000 }, signal, copied: () => undefined });
    const log = createEventLog(to);
    await log.open();
    const [copied] = await log.read({ after: log.start, limit: 1 });
    await log.close();
    expect(copied?.event.data).toEqual({ callId: 'c', tool: 'search', payload: 'gone' });
  });

  it('is incomplete after an interruption, and no server starts on it', async () => {
    const to = await newFile();
    const interruption = new AbortController();
    const attempt = copyLog({
      from,
      to,
      options: {},
      signal: interruption.signal,
      copied: () => interruption.abort(new Error('interrupted')),
    });
    await expect(attempt).rejects.toThrow('interrupted');
    await expect(copy(from, to)).rejects.toMatchObject({ code: 'LOG_INCOMPLETE' });
    await expect(startApplication([], { events: { log: to } })).rejects.toMatchObject({
      code: 'LOG_INCOMPLETE',
    });
  });
});
