import { wireJson, type EventId, type UncommittedEvent } from '#contract';
import { LoggedEvent } from '../../../encoding/logged-event.ts';
import { splitLines } from '../../../encoding/json-lines.ts';
import { batchesOf } from './sqlite-batch.ts';
import { BLOCK } from './sqlite-blocks.ts';

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
        names: [`s:session ${text}`, `t:${text}`],
        lines: `${events[0]?.json}\n`,
      },
    ]);
    expect(events).toMatchObject([
      { id: String(EDGE), type: 'tool:start', json: wireJson(events[0]?.event) },
    ]);
  });

  it('keep the order of events, and name each session and tool once', () => {
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
    expect(batchesOf(events)).toMatchObject([{ names: ['s:'], time: 0 }]);
  });

  it('are none for no events', () => {
    expect(batchesOf([])).toEqual([]);
  });
});
