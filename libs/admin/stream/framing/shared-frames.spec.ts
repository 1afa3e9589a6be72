import type { EventId } from '#contract';
import { EncodedEvents, EventBatch, LoggedEvent } from '#events';
import { frameEvents } from './event-frames.ts';
import { BatchFrames, SharedFrames } from './shared-frames.ts';

const events = (...tools: string[]): LoggedEvent[] =>
  tools.map((tool, index) =>
    LoggedEvent.identified(`${index}` as EventId, JSON.stringify({ type: 'tool:start', tool })),
  );

/** The chunk that HTTP/1.1 makes of these bytes. */
function chunkOf(bytes: Buffer): string {
  return `${bytes.length.toString(16)}\r\n${bytes.toString()}\r\n`;
}

describe('SharedFrames', () => {
  it.each([1, 3, 500])('holds %i events as they are and as one chunk', (count) => {
    const parts = [EncodedEvents.of(events(...Array.from({ length: count }, () => 'é 統 😀')))];
    const expected = frameEvents(parts);
    const { chunk, bytes } = SharedFrames.of(parts);
    expect(bytes.toString()).toBe(expected.toString());
    expect(chunk.toString()).toBe(chunkOf(expected));
  });

  it('makes one chunk of several parts', () => {
    const parts = [EncodedEvents.of(events('search')), EncodedEvents.of(events('weather'))];
    expect(SharedFrames.of(parts).chunk.toString()).toBe(chunkOf(frameEvents(parts)));
  });
});

describe('BatchFrames', () => {
  it('frames a batch once', () => {
    const frames = new BatchFrames();
    const batch = new EventBatch('0' as EventId, events('search'));
    const other = new EventBatch('0' as EventId, events('weather'));
    expect(frames.of(batch)).toBe(frames.of(batch));
    expect(frames.of(other)).not.toBe(frames.of(batch));
  });
});
