import { randomUUID } from 'node:crypto';
import { compareEventIds, parseFilter } from '#contract';
import { createEventLog, missingBetween, type LogError } from '#events';
import { waitUntil } from '../support/environment/wait-until.ts';
import type { Retention } from '../support/log-engines/engine-place.ts';
import { call, callIdsOf, EngineUnderTest, idsOf } from '../support/log-engines/engine-under-test.ts';
import { RedisProxy } from '../support/redis/redis-proxy.ts';
import { freePort } from '../support/server/server-process.ts';
import { describeWithRedis, RedisServer } from '../support/redis/redis-server.ts';

const PASSWORD = 'open-sesame';

/** The error of a log that does not open. */
const refusalOf = (url: string, redisPassword?: string): Promise<LogError> =>
  createEventLog(url, { redisPassword })
    .open()
    .then(
      () => Promise.reject(new Error('The log has opened')),
      (error: LogError) => error,
    );

describeWithRedis('the event log over a Redis server that fails', () => {
  let redis: RedisServer;
  let proxy: RedisProxy;
  let engine: EngineUnderTest;
  let prefix: string;

  beforeAll(async () => {
    redis = await RedisServer.start();
    proxy = await RedisProxy.start(redis.port);
  });

  afterAll(async () => {
    await proxy.close();
    await redis.kill();
  });

  beforeEach(async () => {
    prefix = randomUUID();
    const url = proxy.url(prefix);
    const create = (retention?: Retention) => createEventLog(url, retention);
    engine = new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined });
  });

  afterEach(() => engine.log.close());

  const expectOnce = (count: number): void => {
    const ids = idsOf(engine.delivered);
    expect(callIdsOf(engine.delivered.filter(({ type }) => type === 'tool:start'))).toEqual(
      Array.from({ length: count }, (_, n) => `call-${n}`),
    );
    expect(ids).toEqual(ids.toSorted(compareEventIds));
  };

  it('appends each event once when an acknowledgement is lost', async () => {
    await engine.open();
    proxy.cutAfter(':producer:');
    await engine.append(20);
    expect(proxy.hasCut).toBe(true);
    expectOnce(20);
    // The connection is opened again at once, so this is no outage.
    expect(engine.notices).toEqual([]);
  });

  it('has every event once, with growing ids, after the server was killed and started again', async () => {
    await engine.open();
    for (let n = 0; n < 300; n += 1) engine.log.append(call(`call-${n}`));
    await waitUntil(() => engine.delivered.length > 0, { reason: 'some events are delivered' });
    const killed = redis.kill();
    for (let n = 300; n < 600; n += 1) engine.log.append(call(`call-${n}`));
    await killed;
    await waitUntil(() => engine.log.condition === 'degraded', { reason: 'the outage has begun' });
    expect(engine.notices.map(({ type }) => type)).toEqual(['log:degraded']);
    expect(engine.isDelivered('log:degraded')).toBe(false);
    await redis.resume();
    await waitUntil(() => engine.isDelivered('log:recovered'), { reason: 'the outage is over' });
    expect(engine.notices.map(({ type }) => type)).toEqual(['log:degraded', 'log:recovered']);
    expect(engine.isDelivered('log:degraded')).toBe(true);
    expectOnce(600);
  });

  it('continues with greater ids after its data was deleted, and knows what is missing', async () => {
    await engine.open();
    await engine.append(30);
    const [tenth, last] = [engine.idAt(9), engine.log.last];
    await redis.command('FLUSHALL');
    await engine.append(1);
    expect(compareEventIds(engine.idAt(-1), last)).toBeGreaterThan(0);
    const position = await engine.log.locate(tenth);
    expect(position).toEqual({ known: false, resumeAfter: last });
    expect(await missingBetween(engine.log, tenth, last)).toMatchObject({ missing: 20 });
    expect(callIdsOf(await engine.log.read({ limit: 100 }))).toEqual(['call-0']);
  });

  it('continues with greater ids on a server that took over with fewer events, and records what that one lacks', async () => {
    await engine.open();
    await engine.append(20);
    const ids = idsOf(engine.delivered);
    const [kept, last] = [engine.idAt(14), engine.idAt(19)];
    await redis.command('XDEL', `{${prefix}}:events`, ...ids.slice(15));
    await redis.command('HSET', `{${prefix}}:log`, 'last', kept);
    await engine.append(1);
    expect(compareEventIds(engine.idAt(-1), last)).toBeGreaterThan(0);
    expect(engine.log.lostAfter(kept)).toMatchObject({ after: kept, last, missing: 5 });
    expect(await engine.log.locate(engine.idAt(16))).toEqual({ known: false, resumeAfter: last });
    expect(await missingBetween(engine.log, engine.idAt(16), last)).toMatchObject({ missing: 3 });
    await engine.log.close();
    await engine.open();
    expect(engine.log.lostAfter(kept)).toMatchObject({ after: kept, last, missing: 5 });
  });

  it('delivers with a gap of the right size what retention has dropped before it was read back', async () => {
    await engine.open({ maxEvents: 10 });
    await engine.append(1);
    // The read that waits already still brings the next event; the one after it is held.
    const isWaiting = async () => (await redis.command('INFO', 'clients')).includes('blocked_clients:1');
    await waitUntil(isWaiting, { reason: 'a read waits' });
    proxy.hold('XREAD');
    await engine.append(1);
    for (let n = 0; n < 60; n += 1) engine.log.append(call(`call-${n}`));
    await waitUntil(() => engine.log.waiting === 0, { reason: 'all events are appended' });
    proxy.release();
    await engine.log.flush();
    const lost = engine.log.lostAfter(engine.idAt(0));
    expect(lost).toMatchObject({ after: engine.idAt(1), last: engine.log.start, missing: 50 });
    expect(engine.batches.map(({ after }) => after)).toContain(lost?.last);
    expect(callIdsOf(engine.delivered).slice(2)).toEqual(
      Array.from({ length: 10 }, (_, n) => `call-${50 + n}`),
    );
  });

  it('knows the session of an event that another process has appended, until the event is dropped', async () => {
    const timestamp = new Date().toISOString();
    const session = { sessionId: 'one', tenantId: 'default', timestamp };
    const opened = {
      origin: 'protocol',
      client: { name: 'Cursor', version: '1' },
      protocolVersion: '',
    } as const;
    await engine.open({ maxEvents: 2 });
    engine.log.append({ ...session, type: 'session:open', data: opened });
    engine.log.append({ ...session, type: 'tool:start', data: { callId: 'a', tool: 'search' } });
    engine.log.append({
      ...session,
      type: 'session:close',
      data: { reason: 'client', durationMs: 1, calls: 1 },
    });
    await engine.log.flush();
    await engine.log.close();
    await engine.open({ maxEvents: 2 });
    const parsed = parseFilter('client:cursor');
    const filter = 'filter' in parsed ? { terms: parsed.filter.terms } : {};
    expect((await engine.log.read({ limit: 10, filter })).map(({ type }) => type)).toEqual([
      'tool:start',
      'session:close',
    ]);
    expect(await redis.command('HLEN', `{${prefix}}:sessions`)).toBe(':1\r\n');
    await engine.append(2);
    await engine.log.close();
    await engine.open();
    expect(await redis.command('HLEN', `{${prefix}}:sessions`)).toBe(':0\r\n');
  });

  it('drops no event that a checkpoint does not include, nor replaces a checkpoint by an older one', async () => {
    await engine.open({ maxEvents: 10 });
    await engine.append(5);
    await engine.log.saveCheckpoint('stats', { asOf: engine.idAt(4), value: 'fifth' });
    await engine.log.saveCheckpoint('stats', { asOf: engine.idAt(2), value: 'third' });
    expect(await engine.log.loadCheckpoint('stats')).toEqual({ asOf: engine.idAt(4), value: 'fifth' });
    await engine.append(30);
    expect(engine.log.start).toBe(engine.idAt(4));
    await engine.log.saveCheckpoint('stats', { asOf: engine.log.last, value: 'last' });
    await engine.append(1);
    expect(engine.log.start).toBe(engine.idAt(-11));
  });
});

describeWithRedis('the event log over a Redis server that cannot be used', () => {
  it('waits a while for a server that is away, and then names it', async () => {
    const port = await freePort();
    expect(await refusalOf(`redis://127.0.0.1:${port}`)).toMatchObject({
      code: 'LOG_AWAY',
      message: expect.stringContaining(`Redis at 127.0.0.1:${port} cannot be reached`),
    });
  });

  it('names the server and the remedy, and never the password', async () => {
    const redis = await RedisServer.start('--requirepass', PASSWORD);
    const { host } = new URL(redis.url('x'));
    const wrong = await refusalOf(`redis://:not-${PASSWORD}@${host}`);
    const none = await refusalOf(`redis://${host}`);
    expect(wrong).toMatchObject({ code: 'LOG_REFUSED' });
    expect(wrong.message).toContain(`Redis at ${host} does not accept the user or the password`);
    expect(none.message).toContain('CROWSNEST_REDIS_PASSWORD');
    expect(`${wrong.message} ${none.message}`).not.toContain(PASSWORD);
    const log = createEventLog(`redis://${host}`, { redisPassword: PASSWORD });
    await log.open();
    await log.close();
    await redis.kill();
  });
});
