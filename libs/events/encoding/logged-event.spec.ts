import { wireJson, type EventId, type UncommittedEvent } from '#contract';
import { encodeEvent, LoggedEvent } from './logged-event.ts';

const AWKWARD = [
  '',
  'plain',
  'a "quoted" \\ text',
  'line\r\n\u2028\u2029',
  '⚓🜁',
  '\ud800 alone',
  '\u0000\u001f',
];
const timestamp = '2026-11-22T12:00:00.000Z';
const session = { sessionId: 's', tenantId: 't', timestamp };

/** Ids from 17 on. */
function ids(): () => EventId {
  let id = 16;
  return () => String((id += 1)) as EventId;
}

describe('LoggedEvent', () => {
  it.each(AWKWARD)('keeps the JSON and the event of %j', (text) => {
    const event: UncommittedEvent = {
      type: 'tool:start',
      sessionId: text,
      tenantId: `tenant ${text}`,
      timestamp,
      data: { callId: text, tool: text },
    };
    const numbered = LoggedEvent.number([event, event], ids());
    const expected = ['17', '18'].map((id) => ({ id, ...event }));
    expect(numbered.map(({ json }) => json)).toEqual(expected.map((one) => wireJson(one)));
    expect(numbered.map((one) => one.event)).toEqual(expected);
    expect(LoggedEvent.identified('17' as EventId, encodeEvent(event)).json).toBe(numbered[0]?.json);
  });

  it('gives no id to an event that has no JSON', () => {
    const good: UncommittedEvent = { ...session, type: 'tool:start', data: { callId: 'c', tool: 'search' } };
    const bad: UncommittedEvent = { ...good, data: { callId: 'c', tool: 'search', arguments: 1n } };
    const refused: UncommittedEvent[] = [];
    const numbered = LoggedEvent.number([good, bad, good], ids(), (event) => refused.push(event));
    expect(numbered.map(({ id }) => id)).toEqual(['17', '18']);
    expect(refused).toEqual([bad]);
    expect(() => LoggedEvent.number([bad], ids())).toThrow('BigInt');
  });

  it.each(['without its object', 'parsed'])('has the same members when it is %s', (how) => {
    const events: UncommittedEvent[] = [
      { ...session, type: 'tool:start', data: { callId: 'c', tool: 'search' } },
      { ...session, type: 'session:close', data: { reason: 'client', durationMs: 1, calls: 1 } },
    ];
    const numbered = LoggedEvent.number(events, ids()).map((event) => {
      if (how === 'parsed') return LoggedEvent.parsed(event.json);
      event.dropObject();
      return event;
    });
    expect(numbered.map(({ event }) => event)).toEqual([
      { id: '17', ...events[0] },
      { id: '18', ...events[1] },
    ]);
    expect(numbered).toMatchObject([
      { type: 'tool:start', sessionId: 's', tenantId: 't', tool: 'search' },
      { type: 'session:close', sessionId: 's', tenantId: 't', tool: undefined },
    ]);
  });
});
