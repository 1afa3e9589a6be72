import type { EventId, UncommittedEvent } from '#contract';
import { LoggedEvent } from '../../logged-event.ts';
import { packEvents, unpackRows } from './packed-events.ts';

const TEXTS = {
  'line feeds': 'a\nb\r\nc\u2028d\u2029e\u0085f',
  quotes: `"quoted" 'and' \\"escaped\\" \\n`,
  'a lone surrogate': 'before \ud83d after',
  'characters of four bytes': '🛰️ 𝔏𝔬𝔤 日本',
  'a zero': 'a\0b',
  'no tool name': '',
  'sixteen KiB': '\n"é"'.repeat(4_096),
};

/** Calls of tools of these names, numbered from 1,000. */
const called = (...tools: string[]): LoggedEvent[] => {
  const events = tools.map((tool, n): UncommittedEvent => ({
    type: 'tool:start',
    sessionId: `session ${tool}`,
    tenantId: tool,
    timestamp: new Date(1_800_000_000_000 + n).toISOString(),
    data: { callId: String(n), tool, arguments: { [tool]: tool } },
  }));
  let id = 999;
  return LoggedEvent.number(events, () => String((id += 1)) as EventId);
};

describe('packed events', () => {
  it.each(Object.entries(TEXTS))('keep %s', (_, text) => {
    const events = called(text);
    expect(unpackRows(packEvents(events))).toEqual([
      {
        id: 1_000,
        time: 1_800_000_000_000,
        type: 'tool:start',
        tenant: text,
        session: `session ${text}`,
        tool: text,
        json: events[0]?.json,
      },
    ]);
  });

  it('keep their order, and each its own text', () => {
    const events = called(...Object.values(TEXTS));
    const rows = unpackRows(packEvents(events));
    expect(rows.map(({ json }) => json)).toEqual(events.map(({ json }) => json));
    expect(rows.map(({ id }) => id)).toEqual(events.map(({ id }) => Number(id)));
  });

  it('name no tool where the event has none', () => {
    const event: UncommittedEvent = {
      type: 'log:degraded',
      sessionId: '',
      tenantId: '',
      timestamp: new Date(0).toISOString(),
      data: { error: 'disk full' },
    };
    const events = LoggedEvent.number([event], () => '5' as EventId);
    expect(unpackRows(packEvents(events))).toMatchObject([{ tool: null, tenant: '', session: '' }]);
  });

  it('are none where there are none', () => {
    expect(unpackRows(packEvents([]))).toEqual([]);
  });
});
