import { compareEventIds, parseFilter, type EventId } from '#contract';
import { createEventLog, missingBetween } from '#events';
import { waitUntil } from '../environment/wait-until.ts';
import { call, callIdsOf, EngineUnderTest, idsOf } from '../log-engines/engine-under-test.ts';
import type { FaultyLog } from './fault-suite.ts';

const SHORT_MS = 100;

/** What becomes of the log when the broker forgets events: by an accident, or by retention. */
export function describeForgetting(current: () => FaultyLog): void {
  it('continues with greater ids after its data was deleted, and knows what is missing', async () => {
    const { engine, server, prefix } = current();
    await engine.open();
    await engine.append(30);
    const [tenth, last] = [engine.idAt(9), engine.log.last];
    await server.deleteLog(prefix);
    engine.delivered = [];
    await engine.append(1);
    await waitUntil(() => callIdsOf(engine.delivered).includes('call-0'), {
      reason: 'the next is delivered',
    });
    expect(compareEventIds(engine.idAt(0), last)).toBeGreaterThan(0);
    const position = await engine.log.locate(tenth);
    expect(position).toEqual({ known: false, resumeAfter: last });
    expect(await missingBetween(engine.log, tenth, last)).toMatchObject({ missing: 20 });
    expect(callIdsOf(await engine.log.read({ limit: 100 }))).toContain('call-0');
  });

  it('continues with greater ids on a server that took over with fewer events, and records what that one lacks', async () => {
    const { engine, server } = current();
    await engine.open();
    await engine.append(15);
    await engine.log.close();
    const restore = await server.backUp();
    const kept = engine.log.last;
    await engine.open();
    await engine.append(5);
    const [second, last] = [engine.idAt(1), engine.log.last];
    await restore();
    engine.delivered = [];
    await engine.append(1);
    await waitUntil(() => callIdsOf(engine.delivered).includes('call-0'), {
      reason: 'the next is delivered',
    });
    expect(compareEventIds(engine.idAt(0), last)).toBeGreaterThan(0);
    expect(engine.log.lostAfter(kept)).toMatchObject({ after: kept, last, missing: 5 });
    expect(await engine.log.locate(second)).toEqual({ known: false, resumeAfter: last });
    expect(await missingBetween(engine.log, second, last)).toMatchObject({ missing: 3 });
    await engine.log.close();
    await engine.open();
    expect(engine.log.lostAfter(kept)).toMatchObject({ after: kept, last, missing: 5 });
  });

  it('gives no id twice after a backup was restored and an instance went on that knows no more than that', async () => {
    const { engine, proxy, server, prefix } = current();
    await engine.open();
    await engine.append(15);
    await engine.log.close();
    const restore = await server.backUp();
    await engine.open();
    await engine.append(5);
    proxy.shut();
    await restore();
    const url = server.url(prefix);
    const create = () => createEventLog(url);
    const other = new EngineUnderTest({ create, keepsHistory: true, remove: async () => undefined });
    await other.open();
    for (let n = 0; n < 10; n += 1) {
      other.log.append(call(`other-${n}`));
      await other.log.flush();
    }
    await other.log.close();
    proxy.reopen();
    await waitUntil(() => callIdsOf(engine.delivered).includes('other-9'), { reason: 'it has the rest' });
    const ids = idsOf(engine.delivered);
    expect(ids).toEqual([...new Set(ids)].toSorted(compareEventIds));
    expect(callIdsOf(engine.delivered).filter((id) => String(id).startsWith('other-'))).toHaveLength(10);
  });

  it('knows the session of an event that another process has appended, until the event is dropped', async () => {
    const { engine, server, prefix } = current();
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
    expect(await server.countSessions(prefix)).toBe(1);
    await engine.append(2);
    await engine.log.close();
    await engine.open({ maxEvents: 2 });
    expect(await server.countSessions(prefix)).toBe(0);
  });

  it('drops no event that a checkpoint does not include, nor replaces a checkpoint by an older one', async () => {
    const { engine } = current();
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

  it('keeps an old event until a checkpoint includes it', async () => {
    const { engine } = current();
    await engine.open();
    await engine.appendSlowly(5, 1);
    const [second, third, fifth] = [engine.idAt(1), engine.idAt(2), engine.idAt(4)];
    const written = Date.parse(engine.delivered[4]?.timestamp ?? '');
    await engine.log.saveCheckpoint('stats', { asOf: third, value: 'third' });
    await engine.log.close();
    await engine.open({ maxAgeMs: SHORT_MS });
    const untilDropped = (id: EventId): Promise<unknown> => {
      const isDropped = async (): Promise<boolean> => {
        await engine.append(1);
        return compareEventIds(engine.log.start, id) >= 0;
      };
      return waitUntil(isDropped, { reason: `${id} is dropped`, seen: () => engine.log.start });
    };
    await untilDropped(second);
    await waitUntil(() => Date.now() > written + 2 * SHORT_MS, { reason: 'all of the first events are old' });
    for (let n = 0; n < 5; n += 1) await engine.append(1);
    expect(compareEventIds(engine.log.start, third)).toBeLessThanOrEqual(0);
    await engine.log.saveCheckpoint('stats', { asOf: engine.log.last, value: 'last' });
    await untilDropped(fifth);
  });
}
