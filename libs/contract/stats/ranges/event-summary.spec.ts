import {
  emptySummary,
  foldSummary,
  mergeSummary,
  type CrowsnestEvent,
  type EventDataMap,
  type EventId,
  type EventType,
  type SummaryForm,
  type SummaryOf,
  type Unchecked,
} from '#contract';

const RANGE = { kind: 'range' } as const;
const MINUTES = { kind: 'series', stepMs: 60_000 } as const;
const BEGAN = Date.parse('2026-11-22T08:00:00.000Z');

let id = 0;

/** An event that was stamped some seconds after the beginning. */
function event<T extends EventType>(
  type: T,
  data: Unchecked<EventDataMap[T]>,
  { seconds = 0, sessionId = 's1' } = {},
): CrowsnestEvent {
  id += 1;
  const timestamp = new Date(BEGAN + seconds * 1_000).toISOString();
  return { id: `${id}` as EventId, type, sessionId, tenantId: 't', timestamp, data } as CrowsnestEvent;
}

const start = (callId: string, at = {}, tool = 'search') => event('tool:start', { callId, tool }, at);
const done = (callId: string, durationMs: number, at = {}) =>
  event('tool:done', { callId, tool: 'search', durationMs }, at);
const failed = (callId: string, at = {}) =>
  event('tool:error', { callId, tool: 'search', durationMs: 1, error: 'No', kind: 'tool' }, at);

function fold<F extends SummaryForm>(form: F, events: CrowsnestEvent[]): SummaryOf<F> {
  const summary = emptySummary(form);
  for (const each of events) foldSummary(summary, each);
  return summary;
}

describe('the totals of a range', () => {
  it('count calls when they start, failures when they end, and sessions once', () => {
    const totals = fold(RANGE, [
      start('a'),
      start('b', { sessionId: 's2' }),
      done('a', 12),
      failed('b', { sessionId: 's2' }),
      event('log:recovered', { durationMs: 1, lost: 0 }, { sessionId: '' }),
    ]);
    expect(totals.tools.get('search')).toMatchObject({ calls: 2, errors: 1 });
    expect([...(totals.tools.get('search')?.latency.values() ?? [])]).toEqual([1]);
    expect([...totals.sessions]).toEqual(['s1', 's2']);
  });

  it('keep calls apart that did not end, and that did not start', () => {
    const totals = fold(RANGE, [done('before', 1), start('a'), start('b'), done('a', 1)]);
    expect([...totals.open]).toEqual([['b', 'search']]);
    expect([...totals.ended]).toEqual(['before']);
  });

  it('know of an outage only from its events', () => {
    const degraded = event('log:degraded', { error: 'disk full' });
    const recovered = event('log:recovered', { durationMs: 1, lost: 0 });
    expect(fold(RANGE, [start('a')]).logOutage).toBeUndefined();
    expect(fold(RANGE, [degraded]).logOutage).toEqual({ since: degraded.timestamp, error: 'disk full' });
    expect(fold(RANGE, [degraded, recovered]).logOutage).toBeNull();
  });

  it('ignore an event type of a newer server', () => {
    const newer = { ...start('a'), type: 'tool:dream' } as unknown as CrowsnestEvent;
    expect(fold(RANGE, [newer])).toEqual({ ...emptySummary(RANGE), sessions: new Set(['s1']) });
  });
});

describe('the totals of steps', () => {
  it('belong to the step in which an event was stamped, in multiples of its length since 1970', () => {
    const { steps } = fold(MINUTES, [
      start('a', { seconds: 59 }),
      start('b', { seconds: 60 }),
      done('a', 5, { seconds: 61 }),
      failed('b', { seconds: 180 }),
    ]);
    const counted = [...steps].map(([number, { calls, errors, latency }]) => [
      number - BEGAN / 60_000,
      calls,
      errors,
      [...latency.values()].length,
    ]);
    expect(counted).toEqual([
      [0, 1, 0, 0],
      [1, 1, 0, 1],
      [3, 0, 1, 0],
    ]);
  });
});

describe('a summary', () => {
  const events = [
    start('a'),
    start('b', { seconds: 40, sessionId: 's2' }, 'weather'),
    event('log:degraded', { error: 'disk full' }, { seconds: 50, sessionId: '' }),
    done('a', 7, { seconds: 61 }),
    start('c', { seconds: 62 }),
    event('log:recovered', { durationMs: 1, lost: 0 }, { seconds: 70, sessionId: '' }),
    failed('c', { seconds: 130 }),
    done('never started', 9, { seconds: 131, sessionId: 's3' }),
  ];

  it.each([RANGE, MINUTES])('of pieces, merged in order, is that of the whole: %j', (form) => {
    const whole = fold(form, events);
    for (let cut = 0; cut <= events.length; cut += 1) {
      const merged = fold(form, events.slice(0, cut));
      mergeSummary(merged, fold(form, events.slice(cut)));
      expect(merged).toEqual(whole);
    }
  });

  it('in longer steps is added up from shorter ones', () => {
    const fives = { kind: 'series', stepMs: 300_000 } as const;
    const merged = emptySummary(fives);
    mergeSummary(merged, fold(MINUTES, events));
    expect(merged).toEqual(fold(fives, events));
  });

  it('takes none of another kind', () => {
    expect(() => mergeSummary(emptySummary(RANGE), emptySummary(MINUTES))).toThrow(TypeError);
  });
});
