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

const called = (n: number, tool: string): LoggedEvent => {
  const event: UncommittedEvent = {
    type: 'tool:start',
    sessionId: `session ${tool}`,
    tenantId: tool,
    timestamp: new Date(1_800_000_000_000 + n).toISOString(),
    data: { callId: String(n), tool, arguments: { [tool]: tool } },
  };
  return LoggedEvent.number(String(1_000 + n) as EventId, event);
};

describe('packed events', () => {
  it.each(Object.entries(TEXTS))('keep %s', (_, text) => {
    const event = called(0, text);
    expect(unpackRows(packEvents([event]))).toEqual([
      {
        id: 1_000,
        time: 1_800_000_000_000,
        type: 'tool:start',
        tenant: text,
        session: `session ${text}`,
        tool: text,
        json: event.json,
      },
    ]);
  });

  it('keep their order, and each its own text', () => {
    const events = Object.values(TEXTS).map((text, n) => called(n, text));
    const rows = unpackRows(packEvents(events));
    expect(rows.map(({ json }) => json)).toEqual(events.map(({ json }) => json));
    expect(rows.map(({ id }) => id)).toEqual(events.map(({ id }) => Number(id)));
  });

  it('name no tool where the event has none', () => {
    const event = LoggedEvent.number('5' as EventId, {
      type: 'log:degraded',
      sessionId: '',
      tenantId: '',
      timestamp: new Date(0).toISOString(),
      data: { error: 'disk full' },
    });
    expect(unpackRows(packEvents([event]))).toMatchObject([{ tool: null, tenant: '', session: '' }]);
  });

  it('are none where there are none', () => {
    expect(unpackRows(packEvents([]))).toEqual([]);
  });
});
