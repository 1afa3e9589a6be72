import {
  EVENT_TYPES,
  isEventType,
  toolOf,
  withoutPayload,
  type EventDataMap,
  type EventType,
  type Unchecked,
  type UncommittedEvent,
} from '#contract';

function eventOf<T extends EventType>(type: T, data: Unchecked<EventDataMap[T]>): UncommittedEvent {
  return {
    type,
    sessionId: 's1',
    tenantId: 'acme',
    timestamp: '2026-01-01T00:00:00.000Z',
    data,
  } as UncommittedEvent;
}

const start = { callId: '1', tool: 'search' };

describe('the event types', () => {
  it('are listed once each, the six core types first', () => {
    expect(EVENT_TYPES.slice(0, 6)).toEqual([
      'session:open',
      'session:close',
      'session:expired',
      'tool:start',
      'tool:done',
      'tool:error',
    ]);
    expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length);
  });

  it.each(['', 'tool', 'tool:Start', '__proto__', 'constructor'])('do not include %j', (text) => {
    expect(isEventType(text)).toBe(false);
  });
});

describe('toolOf', () => {
  it('returns the tool of a call and of a command about a call, and undefined for other events', () => {
    expect(toolOf(eventOf('tool:start', start))).toBe('search');
    expect(toolOf(eventOf('admin:call-cancel', { admin: 'ann', from: '', outcome: 'done', ...start }))).toBe(
      'search',
    );
    expect(toolOf(eventOf('log:degraded', { error: 'disk full' }))).toBeUndefined();
  });

  it('returns undefined for a type of a newer server', () => {
    expect(toolOf(eventOf('tool:newer' as 'tool:start', start))).toBeUndefined();
  });
});

describe('withoutPayload', () => {
  it('removes the arguments of a tool:start and the result of a tool:done or tool:error', () => {
    const end = { ...start, durationMs: 1 };
    const error = { ...end, error: 'No', kind: 'tool' } as const;
    expect(withoutPayload(eventOf('tool:start', { ...start, arguments: { q: 1 } })).data).toEqual(start);
    expect(withoutPayload(eventOf('tool:done', { ...end, result: [1] })).data).toEqual(end);
    expect(withoutPayload(eventOf('tool:error', { ...error, result: [1] })).data).toEqual(error);
  });

  it('returns the same event when there is nothing to remove, and leaves the given event unchanged', () => {
    const bare = eventOf('tool:start', start);
    expect(withoutPayload(bare)).toBe(bare);
    const full = eventOf('tool:start', { ...start, arguments: 1 });
    withoutPayload(full);
    expect(full.data).toEqual({ ...start, arguments: 1 });
  });
});
