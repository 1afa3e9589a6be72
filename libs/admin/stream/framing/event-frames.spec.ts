import type { EventId, UncommittedEvent } from '#contract';
import { EncodedEvents, LoggedEvent } from '#events';
import { frameEvents } from './event-frames.ts';

const AWKWARD = [
  '',
  'a\nb\r\nc',
  '\u2028\u2029\u0085',
  '\ud800 alone',
  '😀 統 é',
  '\0 "quoted" \\',
  'id: 1\n\n',
];

/** Events of tools with these names, under these ids. */
function encoded(
  tools: string[],
  idOf: (index: number) => string = (index) => String(17 + index),
): EncodedEvents {
  let index = -1;
  const events = tools.map((tool): UncommittedEvent => {
    const session = { sessionId: `of ${tool}`, tenantId: 't', timestamp: '2026-11-22T12:00:00.000Z' };
    return { ...session, type: 'tool:start', data: { callId: 'c', tool } };
  });
  return EncodedEvents.of(LoggedEvent.number(events, () => idOf((index += 1)) as EventId));
}

/** What the frames should be, put together from the events one by one. */
function expectedFrames(events: EncodedEvents): string {
  return events
    .toArray()
    .map(({ id, type, json }) => `id: ${id}\nevent: ${type}\ndata: ${json}\n\n`)
    .join('');
}

describe('frameEvents', () => {
  it('frames every event with its id, its type and its JSON, whatever the text in it', () => {
    const events = encoded(AWKWARD);
    const text = frameEvents([events]).toString();
    expect(text).toBe(expectedFrames(events));
    // Only a line feed, with or without a carriage return before it, ends a field of the stream.
    const parsed = [...text.matchAll(/^data: ([^\r\n]*)\n\n/gm)].map(
      ([, json]) => (JSON.parse(json ?? '') as { data: { tool: string } }).data.tool,
    );
    expect(parsed).toEqual(AWKWARD);
  });

  it('frames several parts one after the other, with room around them', () => {
    const parts = [encoded(['search']), encoded([]), encoded(['weather', 'search'])];
    const frames = frameEvents(parts, 10, 2);
    expect(frames.subarray(10, -2).toString()).toBe(parts.map(expectedFrames).join(''));
  });

  it('frames events with ids that are longer than usual, and a single event with a short one', () => {
    const long = encoded(
      Array.from({ length: 500 }, () => ''),
      (index) => `1234567890123456789-${1_000_000_000_000_000_000 + index}`,
    );
    expect(frameEvents([long]).toString()).toBe(expectedFrames(long));
    const short = encoded([''], () => '0');
    expect(frameEvents([short]).toString()).toBe(expectedFrames(short));
    expect(frameEvents([encoded([])])).toHaveLength(0);
  });
});
