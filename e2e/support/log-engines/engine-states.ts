import type { EngineUnderTest } from './engine-under-test.ts';

/** How an engine keeps states of projections. An engine may keep none. */
export function describeStates(current: () => EngineUnderTest): void {
  it('keeps states of a projection, and finds the last one up to an event', async () => {
    const engine = current();
    if (!engine.place.keepsStates) return;
    await engine.open();
    await engine.append(10);
    for (const index of [2, 5, 8])
      await engine.log.keepState('counts', { asOf: engine.idAt(index), value: { upTo: index } });
    await engine.log.keepState('other', { asOf: engine.idAt(6), value: 'another' });
    await engine.log.keepState('counts', { asOf: engine.idAt(5), value: { upTo: 5 } });
    const found = async (index: number): Promise<unknown> =>
      (await engine.log.stateAt('counts', engine.idAt(index)))?.value;
    expect(await Promise.all([1, 2, 4, 5, 7, 9].map(found))).toEqual([
      undefined,
      { upTo: 2 },
      { upTo: 2 },
      { upTo: 5 },
      { upTo: 5 },
      { upTo: 8 },
    ]);
    expect(await engine.log.oldestState('counts')).toEqual({ asOf: engine.idAt(2), value: { upTo: 2 } });
    expect(await engine.log.oldestState('none')).toBeUndefined();
  });

  it('drops a state when it drops an event after it', async () => {
    const engine = current();
    if (!engine.place.keepsStates) return;
    await engine.open({ maxEvents: 500, maxAgeMs: 60_000 });
    await engine.append(250);
    for (const index of [50, 240])
      await engine.log.keepState('counts', { asOf: engine.idAt(index), value: index });
    expect((await engine.log.oldestState('counts'))?.value).toBe(50);
    await engine.appendSlowly(400, 50);
    expect((await engine.log.oldestState('counts'))?.value).toBe(240);
    await engine.appendSlowly(400, 50);
    expect(await engine.log.oldestState('counts')).toBeUndefined();
  });
}
