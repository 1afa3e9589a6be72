import { jest } from '@jest/globals';
import type { EventId, UncommittedEvent } from '#contract';
import { EventBatch, EventTail, LoggedEvent } from '#events';
import { BatchFrames } from '../framing/shared-frames.ts';
import type { Flush } from './flush.ts';
import { LiveFeed } from './live-feed.ts';
import type { StreamSubscriber } from './stream-subscriber.ts';

const id = (number: number) => String(number) as EventId;
/** So long that a test that waits for it fails. */
const PAUSE_MS = 3_600_000;

describe('LiveFeed', () => {
  let tail: EventTail;
  let last: number;
  let flushed: number[][];

  beforeEach(() => {
    jest.useFakeTimers();
    last = 1;
    flushed = [];
    tail = new EventTail();
    const feed = new LiveFeed(tail, new BatchFrames(), { minMs: PAUSE_MS, maxMs: PAUSE_MS });
    const take = ({ batches }: Flush): void =>
      void flushed.push(batches.map(({ encoded }) => encoded.lines.length));
    feed.join({ take } as unknown as StreamSubscriber);
  });

  afterEach(() => jest.useRealTimers());

  /** Commits one event of about this size. */
  const commit = (bytes: number): void => {
    const timestamp = new Date(0).toISOString();
    const data = { callId: 'c', tool: 'x'.repeat(bytes) };
    const event: UncommittedEvent = { type: 'tool:start', sessionId: 's', tenantId: 't', timestamp, data };
    const after = id(last);
    tail.push(
      new EventBatch(
        after,
        LoggedEvent.number([event], () => id((last += 1))),
      ),
    );
  };
  /** Runs the next turn of the event loop without advancing the clock. */
  const turn = (): unknown => jest.advanceTimersByTime(0);

  it('hands over what is committed in one turn together, at its end', () => {
    commit(10);
    commit(10);
    expect(flushed).toEqual([]);
    turn();
    expect(flushed).toHaveLength(1);
    expect(flushed[0]).toHaveLength(2);
  });

  it('waits until the pause since the last flush is over', () => {
    commit(10);
    turn();
    commit(10);
    jest.advanceTimersByTime(PAUSE_MS - 1);
    commit(10);
    expect(flushed).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(flushed.map(({ length }) => length)).toEqual([1, 2]);
  });

  it('does not wait for the pause once 64 KiB are committed', () => {
    commit(10);
    turn();
    commit(40_000);
    turn();
    expect(flushed).toHaveLength(1);
    commit(40_000);
    commit(10);
    turn();
    expect(flushed.map(({ length }) => length)).toEqual([1, 3]);
  });

  it('begins another pause after a flush that did not wait', () => {
    commit(70_000);
    turn();
    commit(70_000);
    turn();
    commit(10);
    jest.advanceTimersByTime(PAUSE_MS - 1);
    expect(flushed).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(flushed.map(({ length }) => length)).toEqual([1, 1, 1]);
  });
});
