import { compareEventIds } from '#contract';
import { EncodedEvents } from '#events';
import { nextMillisecond } from '../environment/next-millisecond.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { call, type EngineUnderTest } from './engine-under-test.ts';

/** What an engine does across its end, a restart and an outage. */
export function describeEnds(current: () => EngineUnderTest): void {
  it('ignores events that are appended after it was closed', async () => {
    const engine = current();
    await engine.open();
    await engine.append(1);
    await engine.log.close();
    expect(() => engine.log.append(call('late'))).not.toThrow();
    expect(engine.delivered).toHaveLength(1);
    await engine.open();
  });

  it('continues after a restart with its history, its checkpoints and greater ids, if it keeps history', async () => {
    const engine = current();
    await engine.open();
    await engine.append(300);
    await engine.log.saveCheckpoint('stats', { asOf: engine.log.last, value: { calls: 300 } });
    const [before, { last, since }] = [engine.delivered, engine.log];
    await engine.log.close();
    // No process ends and starts again within a millisecond, as an engine in memory can.
    await nextMillisecond();

    await engine.open();
    const kept = engine.place.keepsHistory ? before.map(({ json }) => json) : [];
    expect(
      (await engine.log.read({ after: engine.log.start, limit: 1_000 })).map(({ json }) => json),
    ).toEqual(kept);
    expect(engine.delivered).toEqual([]);
    expect(engine.log.last === last).toBe(engine.place.keepsHistory);
    expect(engine.log.since === since).toBe(engine.place.keepsHistory);
    const checkpoint = { asOf: last, value: { calls: 300 } };
    expect(await engine.log.loadCheckpoint('stats')).toEqual(
      engine.place.keepsHistory ? checkpoint : undefined,
    );
    await engine.append(1);
    expect(compareEventIds(engine.idAt(0), last)).toBeGreaterThan(0);
  });

  it('publishes the beginning and the end of an outage, and keeps the events in between in order', async () => {
    const engine = current();
    await engine.open();
    await engine.append(3);
    const restore = await engine.place.interrupt?.();
    await engine.append(2);
    await waitUntil(() => !restore || engine.log.condition === 'degraded', { reason: 'the log is degraded' });
    await engine.append(2);
    await restore?.();
    await waitUntil(
      () => engine.log.condition === 'ok' && (!restore || engine.isDelivered('log:recovered')),
      { reason: 'the log has recovered' },
    );
    await engine.append(1);
    const conditions = restore ? ['log:degraded', 'log:recovered'] : [];
    expect(engine.delivered.map(({ type }) => type).filter((type) => type.startsWith('log:'))).toEqual(
      conditions,
    );
    expect(engine.delivered).toHaveLength(8 + conditions.length);
    const held = await engine.log.read({ after: engine.log.start, limit: 100 });
    expect(EncodedEvents.of(held).lines).toEqual(EncodedEvents.of(engine.delivered).lines);
  });
}
