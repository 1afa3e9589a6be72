import { compareEventIds, type UncommittedEvent } from '#contract';
import { createEventLog } from '#events';
import { waitUntil } from '../environment/wait-until.ts';
import { call, callIdsOf, EngineUnderTest, idsOf } from '../log-engines/engine-under-test.ts';
import type { FaultyLog } from './fault-suite.ts';

const expectOnce = ({ delivered }: EngineUnderTest, count: number): void => {
  const ids = idsOf(delivered);
  expect(callIdsOf(delivered.filter(({ type }) => type === 'tool:start'))).toEqual(
    Array.from({ length: count }, (_, n) => `call-${n}`),
  );
  expect(ids).toEqual(ids.toSorted(compareEventIds));
};

/** More events than wait for a broker that is away. */
const MORE_THAN_WAIT = 100_200;

const NOW = { tenantId: '', timestamp: new Date().toISOString() };

const commandOf = (admin: string): UncommittedEvent => ({
  ...NOW,
  type: 'admin:session-end',
  sessionId: 's',
  data: { admin, from: '127.0.0.1', outcome: 'done', sessionId: 's' },
});

const lossOf = (instance: string): UncommittedEvent => ({
  ...NOW,
  type: 'instance:down',
  sessionId: '',
  data: { instance, reason: 'lost' },
});

/** Another instance of the same log, which reaches the broker directly and is not open yet. */
function instanceBeside({ server, prefix }: FaultyLog, limits: { maxEvents?: number } = {}): EngineUnderTest {
  const url = server.url(prefix);
  const create = () => createEventLog(url, limits);
  return new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined });
}

/** What becomes of events while the broker cannot be reached. */
export function describeInterruptions(current: () => FaultyLog): void {
  it('appends each event once when an acknowledgement is lost', async () => {
    const { engine, proxy, server, prefix } = current();
    await engine.open();
    proxy.cutAfter(server.appendText(prefix));
    await engine.append(20);
    expect(proxy.hasCut).toBe(true);
    expectOnce(engine, 20);
    // The connection is opened again at once, so this is no outage.
    expect(engine.notices).toEqual([]);
  });

  it('appends each event once when the first attempt arrives after the one that repeats it', async () => {
    const { engine, proxy, server, prefix } = current();
    await engine.open();
    await engine.append(5);
    proxy.delay(server.appendText(prefix));
    for (let n = 5; n < 10; n += 1) engine.log.append(call(`call-${n}`));
    await engine.log.flush();
    await proxy.arrive();
    for (let n = 10; n < 15; n += 1) engine.log.append(call(`call-${n}`));
    await engine.log.flush();
    expectOnce(engine, 15);
    const held = await engine.log.read({ after: engine.log.start, limit: 100 });
    expect(idsOf(held)).toEqual(idsOf(engine.delivered));
  });

  it('has every event once, with growing ids, after the server was killed and started again', async () => {
    const { engine, server } = current();
    await engine.open();
    for (let n = 0; n < 300; n += 1) engine.log.append(call(`call-${n}`));
    await waitUntil(() => engine.delivered.length > 0, { reason: 'some events are delivered' });
    const killed = server.kill();
    for (let n = 300; n < 600; n += 1) engine.log.append(call(`call-${n}`));
    await killed;
    await waitUntil(() => engine.log.condition === 'degraded', { reason: 'the outage has begun' });
    expect(engine.notices.map(({ type }) => type)).toEqual(['log:degraded']);
    expect(engine.isDelivered('log:degraded')).toBe(false);
    await server.resume();
    await waitUntil(() => engine.isDelivered('log:recovered'), { reason: 'the outage is over' });
    expect(engine.notices.map(({ type }) => type)).toEqual(['log:degraded', 'log:recovered']);
    expect(engine.isDelivered('log:degraded')).toBe(true);
    expectOnce(engine, 600);
  });

  it('delivers with a gap of the right size what retention has dropped while it was away', async () => {
    const { engine, proxy, server, prefix } = current();
    await engine.open();
    await engine.append(1);
    proxy.shut();
    const other = instanceBeside(current(), { maxEvents: 10 });
    await other.open();
    await other.appendSlowly(60, 1);
    await other.log.close();
    // NATS drops them only after a while.
    await server.keepNewest(prefix, 10);
    proxy.reopen();
    const missed = () => engine.delivered.filter(({ type }) => type === 'tool:start').length === 11;
    await waitUntil(missed, { reason: 'the rest is delivered' });
    const lost = engine.log.lostAfter(engine.idAt(0));
    expect(lost).toMatchObject({ after: engine.idAt(0), missing: 50 });
    expect(engine.batches.map(({ after }) => after)).toContain(lost?.last);
  });

  it('has each event once that was stored without an acknowledgement when the others gave the instance up', async () => {
    const { engine, proxy, server, prefix } = current();
    const other = instanceBeside(current());
    await Promise.all([engine.open(), other.open()]);
    await engine.append(1);
    proxy.hold(server.appendText(prefix));
    for (const event of [commandOf('ann'), call('stored')]) engine.log.append(event);
    await waitUntil(() => callIdsOf(other.delivered).includes('stored'), { reason: 'the events are stored' });
    proxy.shut();
    proxy.release();
    const instance = engine.log.membership?.instance ?? '';
    await other.log.membership?.appendFor(instance, other.log.last, [lossOf(instance)]);
    proxy.reopen();
    const hasJoined = (): boolean => engine.log.membership?.instance !== instance;
    await waitUntil(hasJoined, { reason: 'the instance has joined anew', timeoutMs: 60_000 });
    engine.log.append(call('anew'));
    const isTold = (one: EngineUnderTest): boolean => callIdsOf(one.delivered).includes('anew');
    await waitUntil(() => isTold(engine) && isTold(other), { reason: 'it goes on', timeoutMs: 60_000 });
    for (const one of [engine, other]) {
      expect(callIdsOf(one.delivered.filter(({ type }) => type === 'tool:start'))).toEqual([
        'call-0',
        'stored',
        'anew',
      ]);
      expect(one.delivered.filter(({ type }) => type === 'admin:session-end')).toHaveLength(1);
      expect(one.log.lostAfter(one.idAt(0))).toBeUndefined();
    }
    await other.log.close();
  });

  it('takes nothing of a call from an instance that was given up so long ago that the log does not tell of it', async () => {
    const { engine, proxy, server, prefix } = current();
    const other = instanceBeside(current());
    await Promise.all([engine.open(), other.open()]);
    await engine.append(1);
    const instance = engine.log.membership?.instance ?? '';
    await waitUntil(() => other.delivered.length > 0, { reason: 'the other instance has the call' });
    proxy.shut();
    engine.log.append(call('late'));
    await other.log.membership?.appendFor(instance, other.log.last, [lossOf(instance)]);
    await other.log.flush();
    await other.appendSlowly(3, 1);
    await server.keepNewest(prefix, 1);
    proxy.reopen();
    const hasJoined = (): boolean => engine.log.membership?.instance !== instance;
    await waitUntil(hasJoined, { reason: 'the instance has joined anew', timeoutMs: 60_000 });
    engine.log.append(call('anew'));
    const isTold = (one: EngineUnderTest): boolean => callIdsOf(one.delivered).includes('anew');
    await waitUntil(() => isTold(engine) && isTold(other), { reason: 'it goes on', timeoutMs: 60_000 });
    expect(callIdsOf(other.delivered)).not.toContain('late');
    await other.log.close();
  });

  it('tells at every instance what the full queue has let go, as one gap, and all else once', async () => {
    const { engine, proxy } = current();
    const other = instanceBeside(current());
    await Promise.all([engine.open(), other.open()]);
    engine.log.append(call('first'));
    await engine.log.flush();
    proxy.shut();
    engine.log.append(call('second'));
    await waitUntil(() => engine.log.condition === 'degraded', { reason: 'the outage has begun' });
    for (let n = 0; n < MORE_THAN_WAIT; n += 1) engine.log.append(call(`call-${n}`));
    expect(engine.log.waiting).toBeLessThan(MORE_THAN_WAIT);
    proxy.reopen();
    const isOver = ({ delivered }: EngineUnderTest): boolean =>
      delivered.some(({ type }) => type === 'log:recovered');
    // These are as many events as a queue holds, and a busy machine takes a while for them.
    await waitUntil(() => isOver(engine) && isOver(other), { reason: 'both have all', timeoutMs: 180_000 });
    // Both calls before, the beginning of the outage and its end.
    const missing = MORE_THAN_WAIT + 4 - other.delivered.length;
    const kept = Array.from({ length: MORE_THAN_WAIT }, (_, n) => `call-${n}`).slice(
      -(other.delivered.length - 3),
    );
    for (const one of [engine, other]) {
      const calls = callIdsOf(one.delivered.filter(({ type }) => type === 'tool:start'));
      expect(calls.slice(0, 2)).toEqual(['first', 'second']);
      expect(calls.slice(2).join()).toBe(kept.join());
      expect(one.log.lostAfter(one.idAt(0))).toMatchObject({ after: one.idAt(1), missing });
      expect(one.log.countBetween(one.idAt(1), one.idAt(2))).toBe(missing + 1);
    }
    expect(missing).toBeGreaterThan(0);
    expect(idsOf(other.delivered).join()).toBe(idsOf(engine.delivered).join());
    await other.log.close();
  });
}
