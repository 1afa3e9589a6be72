import type { EventId, UncommittedEvent } from '#contract';
import { LoggedEvent } from './logged-event.ts';

const AWKWARD = [
  '',
  'plain',
  'a "quoted" \\ text',
  'line\r\n\u2028\u2029',
  '⚓🜁',
  '\ud800 alone',
  '\u0000\u001f',
];

describe('LoggedEvent', () => {
  it.each(AWKWARD)('keeps the JSON and the event of %j', (text) => {
    for (let twice = 0; twice < 2; twice += 1) {
      const event: UncommittedEvent = {
        type: 'tool:start',
        sessionId: text,
        tenantId: `tenant ${text}`,
        timestamp: '2026-11-22T12:00:00.000Z',
        data: { callId: text, tool: text },
      };
      let id = 16;
      const numbered = LoggedEvent.number([event, event], () => String((id += 1)) as EventId);
      expect(numbered.map(({ json }) => json)).toEqual(
        ['17', '18'].map((id) => JSON.stringify({ id, ...event })),
      );
      expect(numbered.map((one) => one.event)).toEqual(['17', '18'].map((id) => ({ id, ...event })));
    }
  });
});

describe('an event that everybody has been told of', () => {
  const timestamp = '2026-11-22T12:00:00.000Z';
  const session = { sessionId: 's', tenantId: 't', timestamp };
  const events: UncommittedEvent[] = [
    { ...session, type: 'tool:start', data: { callId: 'c', tool: 'search' } },
    { ...session, type: 'session:close', data: { reason: 'client', durationMs: 1, calls: 1 } },
  ];

  it.each(['numbered', 'stored'])('tells the same as before when it was %s', (origin) => {
    const settled = LoggedEvent.number(events, () => '17' as EventId).map((event) => {
      if (origin === 'stored') return LoggedEvent.stored(event.frame);
      event.settle();
      return event;
    });
    expect(settled.map(({ event }) => event)).toEqual(events.map((event) => ({ id: '17', ...event })));
    expect(settled).toMatchObject([
      { type: 'tool:start', sessionId: 's', tenantId: 't', tool: 'search' },
      { type: 'session:close', sessionId: 's', tenantId: 't', tool: undefined },
    ]);
  });
});
