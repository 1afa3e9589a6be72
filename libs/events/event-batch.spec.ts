import type { EventId, UncommittedEvent } from '#contract';
import { EventBatch } from './event-batch.ts';
import { LoggedEvent } from './logged-event.ts';

const id = (number: number) => String(number) as EventId;

/** Calls of these tools, numbered from 8. */
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

describe('a batch of events', () => {
  it.each(['while it is told', 'afterwards'])('holds the same %s', (when) => {
    const batch = batchOf('search', 'wéather 統 \ud83d', 'search');
    const events = batch.events.map(({ event }) => event);
    const told = batch.events.map(({ frame }) => frame).join('');
    if (when === 'afterwards') batch.settle();
    expect(batch).toMatchObject({ after: '7', last: '10', count: 3 });
    expect(batch.frames.bytes.toString()).toBe(told);
    expect(batch.events.map(({ event }) => event)).toEqual(events);
    expect(batch.events.map((event) => [event.id, event.type, event.sessionId, event.tool])).toEqual(
      events.map(({ id, type, sessionId, data }) => [id, type, sessionId, 'tool' in data && data.tool]),
    );
  });

  it('has frames for a filter, and for a position within it', () => {
    const batch = batchOf('search', 'weather', 'search', '"tool":"weather"');
    const [first = '', second = '', third = '', fourth = ''] = batch.events.map(({ frame }) => frame);
    batch.settle();
    expect(batch.framesFor({}, id(7))).toBe(first + second + third + fourth);
    expect(batch.framesFor({}, id(8))).toBe(second + third + fourth);
    expect(batch.framesFor({ tools: ['search'] }, id(7))).toBe(first + third);
    expect(batch.framesFor({ tools: ['search'] }, id(8))).toBe(third);
    expect(batch.framesFor({ tools: ['weather', 'search'] }, id(7))).toBe(first + second + third);
    expect(batch.framesFor({ sessions: ['of weather'], tools: ['search'] }, id(7))).toBe('');
    expect(batch.framesFor({ types: ['tool:done'] }, id(7))).toBe('');
    expect(batch.framesFor({ tenants: ['t'], types: ['tool:start'] }, id(10))).toBe(fourth);
  });
});
