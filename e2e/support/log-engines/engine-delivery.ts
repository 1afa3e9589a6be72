import { compareEventIds, type UncommittedEvent } from '#contract';
import type { EventBatch, LoggedEvent } from '#events';
import { call, callIdsOf, idsOf, type EngineUnderTest } from './engine-under-test.ts';

/** How an engine delivers what is appended. */
export function describeDelivery(current: () => EngineUnderTest): void {
  it('delivers every event once, in the order of publishing and of ids, one batch after the other', async () => {
    const engine = current();
    await engine.open();
    const { start } = engine.log;
    for (let round = 0; round < 4; round += 1) await engine.append(700);
    const ids = idsOf(engine.delivered);
    expect(ids).toHaveLength(2_800);
    expect(new Set(ids).size).toBe(2_800);
    expect(ids).toEqual(ids.toSorted(compareEventIds));
    expect(engine.batches.map(({ after }) => after)).toEqual([
      start,
      ...engine.batches.slice(0, -1).map(({ last }) => last),
    ]);
    const calls = callIdsOf(engine.delivered);
    expect(calls).toEqual(Array.from({ length: 2_800 }, (_, n) => `call-${n % 700}`));
  });

  it('returns from append before anything is delivered', async () => {
    const engine = current();
    await engine.open();
    engine.log.append(call('a'));
    expect(engine.delivered).toEqual([]);
    await engine.log.flush();
    expect(engine.delivered).toHaveLength(1);
  });

  it('delivers nothing until it is followed, and then everything that was appended before', async () => {
    const engine = current();
    engine.log = engine.place.create();
    const early = 3;
    for (let n = 0; n < early; n += 1) engine.log.append(call(`early-${n}`));
    const seen: LoggedEvent[] = [];
    const committed = ({ events }: EventBatch): void => void seen.push(...events);
    await engine.log.open();
    expect(seen).toEqual([]);
    engine.log.follow({
      committed,
      publish: () => undefined,
      notice: () => undefined,
      findSession: () => undefined,
      refused: () => undefined,
    });
    engine.log.append(call('late'));
    await engine.log.flush();
    const calls = callIdsOf(seen);
    expect(calls).toEqual([...Array.from({ length: early }, (_, n) => `early-${n}`), 'late']);
  });

  it('encodes an event once: delivery, reads and pages share the same JSON', async () => {
    const engine = current();
    await engine.open();
    const text = 'a "quoted"\n\u2028 é 統 😀 \ud800 \0 {"id":"1","type":"tool:done"';
    engine.log.append(call(text, text));
    await engine.log.flush();
    const [live] = engine.delivered;
    const [read] = await engine.log.read({ after: engine.log.start, limit: 10 });
    const page = await engine.log.readPage({ after: engine.log.start, upTo: engine.log.last });
    expect(live?.event).toMatchObject({ data: { callId: text, tool: text } });
    expect(JSON.parse(live?.json ?? '')).toEqual(live?.event);
    expect(read?.json).toBe(live?.json);
    expect(page.events.toArray().map(({ json }) => json)).toEqual([live?.json]);
    expect(engine.batches[0]?.encoded.toArray().map(({ json }) => json)).toEqual([live?.json]);
  });

  it('refuses an event that has no JSON, and continues with the next', async () => {
    const engine = current();
    await engine.open();
    const circle: { self?: object } = {};
    circle.self = circle;
    const bad = {
      ...call('bad'),
      data: { callId: 'bad', tool: 'search', arguments: circle },
    } as UncommittedEvent;
    engine.log.append(call('before'));
    engine.log.append(bad);
    engine.log.append(call('after'));
    await engine.log.flush();
    const calls = callIdsOf(engine.delivered);
    expect(calls).toEqual(['before', 'after']);
    expect(engine.refused).toEqual([bad]);
  });
}
