import { parseFilter, type CallId, type EventFilter, type EventId } from '#contract';
import { idsOf, type EngineUnderTest } from './engine-under-test.ts';

/** How an engine reads what it holds. */
export function describeReading(current: () => EngineUnderTest): void {
  it('reads the first events after an id and the last ones before an id', async () => {
    const engine = current();
    await engine.open();
    await engine.append(10);
    const ids = idsOf(engine.delivered);
    const read = async (request: object): Promise<EventId[]> =>
      idsOf(await engine.log.read({ limit: 3, ...request }));
    expect(await read({ after: ids[4] })).toEqual(ids.slice(5, 8));
    expect(await read({ before: ids[4] })).toEqual(ids.slice(1, 4));
    expect(await read({})).toEqual(ids.slice(7));
    expect(await read({ after: ids[1], before: ids[4] })).toEqual(ids.slice(2, 4));
    expect(await read({ after: ids[9] })).toEqual([]);
    expect(await read({ after: engine.log.start, limit: 100 })).toEqual(ids);
  });

  it('reads only events that match a filter', async () => {
    const engine = current();
    await engine.open();
    await engine.append(4, 'search');
    await engine.append(2, 'weather');
    const count = async (filter: EventFilter): Promise<number> =>
      (await engine.log.read({ limit: 100, filter })).length;
    expect(await count({ tools: ['weather'] })).toBe(2);
    expect(await count({ sessions: ['session of search'] })).toBe(4);
    expect(await count({ types: ['tool:done'] })).toBe(0);
    expect(await count({ tenants: ['default'], types: ['tool:start', 'tool:done'] })).toBe(6);
    const [first] = await engine.log.read({
      after: engine.log.start,
      limit: 1,
      filter: { tools: ['weather'] },
    });
    expect(first?.event).toMatchObject({ type: 'tool:start', data: { tool: 'weather' } });
  });

  it('reads only events for which the terms of a filter hold, which also examine the session of an event', async () => {
    const engine = current();
    await engine.open();
    const begin = (sessionId: string, name: string, origin: 'protocol' | 'derived'): void => {
      const common = { sessionId, tenantId: 'default', timestamp: new Date().toISOString() };
      const opened = { origin, client: { name, version: '1' }, protocolVersion: '' };
      engine.log.append({ ...common, type: 'session:open', data: opened });
      engine.log.append({ ...common, type: 'tool:start', data: { callId: sessionId, tool: 'search' } });
    };
    begin('one', 'Cursor', 'protocol');
    begin('two', 'planner', 'derived');
    await engine.log.flush();
    const read = async (text: string, more: EventFilter = {}): Promise<string[]> => {
      const parsed = parseFilter(text);
      const terms = 'filter' in parsed ? parsed.filter.terms : [];
      const events = await engine.log.read({ limit: 100, filter: { ...more, terms } });
      return events.map(({ event: { type, sessionId } }) => `${type} ${sessionId}`);
    };
    expect(await read('client:cursor')).toEqual(['session:open one', 'tool:start one']);
    expect(await read('is:derived type:tool:*')).toEqual(['tool:start two']);
    expect(await read('-is:derived tool:SEARCH')).toEqual(['tool:start one']);
    expect(await read('PLAN')).toEqual(['session:open two', 'tool:start two']);
    expect(await read('is:running')).toEqual(['tool:start one', 'tool:start two']);
    expect(await read('is:running', { running: ['two' as CallId] })).toEqual(['tool:start two']);
    expect(await read('tool:*', { sessions: ['one'] })).toEqual(['tool:start one']);
  });

  it('reads all events after one id and up to another in pages, with or without a filter', async () => {
    const engine = current();
    await engine.open();
    await engine.append(700, 'weather');
    await engine.append(20, 'search');
    const upTo = engine.idAt(709);
    const pagesOf = async (filter = {}): Promise<EventId[]> => {
      const ids: EventId[] = [];
      for (let after = engine.log.start, more = true; more;) {
        const { events, last, isFull } = await engine.log.readPage({ after, upTo, filter });
        const page = events.toArray();
        expect(events.count).toBe(page.length);
        ids.push(...idsOf(page));
        after = last ?? after;
        more = isFull;
        events.release();
      }
      return ids;
    };
    expect(await pagesOf()).toEqual(idsOf(engine.delivered.slice(0, 710)));
    expect(await pagesOf({ tools: ['search'] })).toEqual(idsOf(engine.delivered.slice(700, 710)));
    const none = await engine.log.readPage({ after: upTo, upTo });
    expect(none).toMatchObject({ last: undefined, isFull: false, events: { count: 0 } });
  });
}
