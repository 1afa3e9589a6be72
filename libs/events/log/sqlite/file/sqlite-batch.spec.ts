import { wireJson, type EventId, type UncommittedEvent } from '#contract';
import { LoggedEvent } from '../../../encoding/logged-event.ts';
import { splitLines } from '../../../encoding/json-lines.ts';
import { batchesOf } from './sqlite-batch.ts';
import { BLOCK } from '../index/sqlite-blocks.ts';

const TEXTS = {
  'line feeds': 'a\nb\r\nc\u2028d\u2029e\u0085f',
  quotes: `"quoted" 'and' \\"escaped\\" \\n`,
  'a lone surrogate': 'before \ud83d after',
  'characters of four bytes': '🛰️ 𝔏𝔬𝔤 日本',
  'a zero': 'a\0b',
  'no tool name': '',
  'sixteen KiB': '\n"é"'.repeat(4_096),
};

/** The first id of a block. */
const EDGE = 7_000 * BLOCK;

/** Calls of the named tools, with consecutive ids from `from` ids after the start of a block. */
const called = (from: number, ...tools: string[]): LoggedEvent[] => {
  const events = tools.map((tool, n): UncommittedEvent => ({
    type: 'tool:start',
    sessionId: `session ${tool}`,
    tenantId: tool,
    timestamp: new Date(1_800_000_000_000 + n).toISOString(),
    data: { callId: String(n), tool, arguments: { [tool]: tool } },
  }));
  let id = EDGE + from - 1;
  return LoggedEvent.number(events, () => String((id += 1)) as EventId);
};

describe('batches of events', () => {
  it.each(Object.entries(TEXTS))('keep %s', (_, text) => {
    const events = called(0, text);
    expect(batchesOf(events)).toEqual([
      {
        first: EDGE,
        last: EDGE,
        count: 1,
        time: 1_800_000_000_000,
        earliest: 1_800_000_000_000,
        latest: 1_800_000_000_000,
        names: [`s:session ${text}`, `t:${text}`, 'y:tool:start'],
        sessions: [],
        lines: `${events[0]?.json}\n`,
      },
    ]);
    expect(events).toMatchObject([
      { id: String(EDGE), type: 'tool:start', json: wireJson(events[0]?.event) },
    ]);
  });

  it('keep the order of events, and name each session, tool and type once', () => {
    const [first, second] = ['search', 'weather'];
    const events = called(3, first, second, first);
    const [batch, ...others] = batchesOf(events);
    expect(others).toEqual([]);
    expect(batch).toMatchObject({ first: EDGE + 3, last: EDGE + 5, count: 3, time: 1_800_000_000_002 });
    expect(batch?.names.toSorted()).toEqual([
      's:session search',
      's:session weather',
      't:search',
      't:weather',
      'y:tool:start',
    ]);
    expect(splitLines(batch?.lines ?? '')).toEqual(events.map(({ json }) => json));
  });

  it('each lie within one block, and are limited in length', () => {
    const many = batchesOf(called(200, ...Array.from({ length: 400 }, () => 'search')));
    expect(many.map(({ first, last }) => [first - EDGE, last - EDGE])).toEqual([
      [200, 255],
      [256, 511],
      [512, 599],
    ]);
    const large = batchesOf(called(0, ...Array.from({ length: 100 }, () => 'x'.repeat(10_000))));
    expect(large.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    for (const { lines } of large) expect(lines.length).toBeLessThan(128 * 1024);
  });

  it('name no tools for events without one', () => {
    const event: UncommittedEvent = {
      type: 'log:degraded',
      sessionId: '',
      tenantId: '',
      timestamp: new Date(0).toISOString(),
      data: { error: 'disk full' },
    };
    const events = LoggedEvent.number([event], () => '5' as EventId);
    expect(batchesOf(events)).toMatchObject([{ names: ['s:', 'y:log:degraded'], time: 0 }]);
  });

  it('say between which times their events were stamped, also by a clock that stepped back', () => {
    const event = (time: number): UncommittedEvent => ({
      type: 'log:degraded',
      sessionId: '',
      tenantId: '',
      timestamp: new Date(time).toISOString(),
      data: { error: '' },
    });
    let id = EDGE;
    const events = LoggedEvent.number([event(5_000), event(9_000), event(2_000), event(3_000)], () => {
      id += 1;
      return String(id) as EventId;
    });
    expect(batchesOf(events)).toMatchObject([{ time: 3_000, earliest: 2_000, latest: 9_000 }]);
  });

  it('name the sessions that begin and end with them, in order', () => {
    const common = { tenantId: '', timestamp: new Date(0).toISOString() };
    const client = { name: 'cursor', version: '1' };
    const open = { origin: 'derived', client, protocolVersion: '' } as const;
    const close = { reason: 'client', durationMs: 1, calls: 0 } as const;
    const drafts: UncommittedEvent[] = [
      { ...common, type: 'session:open', sessionId: 'a', data: open },
      { ...common, type: 'session:close', sessionId: 'a', data: close },
      { ...common, type: 'session:open', sessionId: 'b', data: open },
    ];
    let id = EDGE;
    const events = LoggedEvent.number(drafts, () => String((id += 1)) as EventId);
    const facts = { clientName: 'cursor', origin: 'derived' };
    expect(batchesOf(events).map(({ sessions }) => sessions)).toEqual([
      [{ sessionId: 'a', facts }, { sessionId: 'a' }, { sessionId: 'b', facts }],
    ]);
  });

  it('name no session of a beginning that does not say what it is', () => {
    const event = {
      type: 'session:open',
      sessionId: 'a',
      tenantId: '',
      timestamp: new Date(0).toISOString(),
      data: { client: { version: 1 } },
    } as unknown as UncommittedEvent;
    const events = LoggedEvent.number([event], () => '5' as EventId);
    expect(batchesOf(events)).toMatchObject([{ names: ['s:a', 'y:session:open'], sessions: [] }]);
  });

  it('are none for no events', () => {
    expect(batchesOf([])).toEqual([]);
  });
});
