import { compareEventIds, type EventId } from '#contract';
import { waitUntil } from '../environment/wait-until.ts';
import { idsOf, type EngineUnderTest } from './engine-under-test.ts';

const SHORT_MS = 500;

/** How an engine keeps to its bounds, and knows where a reader stands. */
export function describePositions(current: () => EngineUnderTest): void {
  it('keeps no more than its maximum of events, and knows where it then begins', async () => {
    const engine = current();
    await engine.open({ maxEvents: 100 });
    await engine.appendSlowly(250, 50);
    const held = await engine.log.read({ limit: 1_000 });
    expect(idsOf(held)).toEqual(idsOf(engine.delivered.slice(150)));
    expect(engine.log.start).toBe(engine.idAt(149));
  });

  it('drops what is older than its maximum age, and nothing that is not', async () => {
    const engine = current();
    await engine.open({ maxAgeMs: SHORT_MS });
    await engine.append(10);
    const [first, tenth] = [engine.idAt(0), engine.idAt(9)];
    const hasDropped = async (): Promise<boolean> => {
      await engine.append(1);
      return compareEventIds(engine.log.start, tenth) >= 0;
    };
    await waitUntil(hasDropped, { reason: 'the first events are dropped' });
    // The beginning of the log may move on while it is read.
    let { start } = engine.log;
    let held = await engine.log.read({ limit: 1_000 });
    while (engine.log.start !== start) {
      start = engine.log.start;
      held = await engine.log.read({ limit: 1_000 });
    }
    const newest = Date.now() - SHORT_MS;
    const isDropped = (id: EventId): boolean => compareEventIds(id, start) <= 0;
    const dropped = engine.delivered.filter(({ id }) => isDropped(id));
    expect(dropped.filter(({ timestamp }) => Date.parse(timestamp) > newest)).toEqual([]);
    expect(idsOf(held)).toEqual(idsOf(engine.delivered).filter((id) => !isDropped(id)));
    expect(await engine.log.locate(first)).toMatchObject({ known: false });
  });

  it('distinguishes positions that a reader can resume from and those that it cannot', async () => {
    const engine = current();
    await engine.open({ maxEvents: 5 });
    const { start } = engine.log;
    await engine.appendSlowly(10, 2);
    expect(await engine.log.locate(engine.idAt(7))).toEqual({ known: true });
    expect(await engine.log.locate(engine.idAt(4))).toEqual({ known: true });
    expect(await engine.log.locate(engine.log.last)).toEqual({ known: true });
    expect(await engine.log.locate(start)).toEqual({ known: false, resumeAfter: engine.idAt(4) });
    const beyond = `${Number.MAX_SAFE_INTEGER}` as EventId;
    expect(await engine.log.locate(beyond)).toEqual({ known: false, resumeAfter: engine.idAt(9) });
  });

  it('knows where it begins even if its oldest events are dropped during the request', async () => {
    const engine = current();
    await engine.open({ maxEvents: 5 });
    await engine.appendSlowly(8, 2);
    const [kept, dropped] = [engine.idAt(4), engine.idAt(3)];
    const appending = engine.append(2);
    const [begins, left] = await Promise.all([engine.log.locate(kept), engine.log.locate(dropped)]);
    await appending;
    expect(begins).toEqual({ known: true });
    // A request in time finds that the log still begins there; a later one finds that the log has moved on.
    expect([{ known: true }, { known: false, resumeAfter: kept }]).toContainEqual(left);
  });
}
