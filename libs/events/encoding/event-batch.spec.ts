import type { EventFilter, EventId, UncommittedEvent } from '#contract';
import { EventMatcher } from './event-matcher.ts';
import { EventBatch, pageOf } from './event-batch.ts';
import { LoggedEvent } from './logged-event.ts';

const id = (number: number) => String(number) as EventId;

/** Starts of calls of these tools, numbered from 8. */
function batchOf(...tools: string[]): EventBatch {
  const events = tools.map((tool): UncommittedEvent => {
    const session = { sessionId: `of ${tool}`, tenantId: 't', timestamp: '2026-11-22T12:00:00.000Z' };
    return { ...session, type: 'tool:start', data: { callId: 'c', tool } };
  });
  let last = 7;
  return new EventBatch(
    id(7),
    LoggedEvent.number(events, () => id((last += 1))),
  );
}

describe('EventBatch', () => {
  it.each(['before', 'after'])('holds the same events %s it drops its objects', (when) => {
    const batch = batchOf('search', 'wéather 統 \ud83d', 'search');
    const events = batch.events.map(({ event }) => event);
    if (when === 'after') batch.dropObjects();
    expect(batch).toMatchObject({ after: '7', last: '10', count: 3, encoded: { count: 3 } });
    expect(batch.events.map(({ event }) => event)).toEqual(events);
    expect(batch.encoded.toArray().map(({ event }) => event)).toEqual(events);
    expect(batch.events.map((event) => [event.id, event.type, event.sessionId, event.tool])).toEqual(
      events.map(({ id, type, sessionId, data }) => [id, type, sessionId, 'tool' in data && data.tool]),
    );
  });
});

describe('EncodedEvents', () => {
  const { encoded } = batchOf('search', 'weather', 'search', '"tool":"weather"');

  it.each<[EventFilter, number, number[]]>([
    [{}, 7, [8, 9, 10, 11]],
    [{}, 8, [9, 10, 11]],
    [{ tools: ['search'] }, 7, [8, 10]],
    [{ tools: ['search'] }, 8, [10]],
    [{ tools: ['weather', 'search'] }, 7, [8, 9, 10]],
    [{ sessions: ['of weather'], tools: ['search'] }, 7, []],
    [{ types: ['tool:done'] }, 7, []],
    [{ tenants: ['t'], types: ['tool:start'] }, 10, [11]],
  ])('selects the events that match %j after %i', (filter, after, expected) => {
    const selected = encoded.select(
      EventMatcher.for(filter, () => undefined),
      id(after),
    );
    expect(selected.count).toBe(expected.length);
    expect(selected.toArray().map((event) => Number(event.id))).toEqual(expected);
  });
});

describe('pageOf', () => {
  it('leaves out events beyond its end, and knows whether more may follow', () => {
    const { events } = batchOf('a', 'b', 'c');
    expect(pageOf(events, 3, id(9))).toMatchObject({ last: '9', isFull: false, events: { count: 2 } });
    expect(pageOf(events, 3, id(99))).toMatchObject({ last: '10', isFull: true });
    expect(pageOf([], 3, id(99))).toMatchObject({ last: undefined, isFull: false, events: { count: 0 } });
  });
});
