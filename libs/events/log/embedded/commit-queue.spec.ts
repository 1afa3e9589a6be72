import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import {
  compareEventIds,
  exactPattern,
  type EventFilter,
  type EventId,
  type UncommittedEvent,
} from '#contract';
import type { FindSession } from '../../encoding/event-terms.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { LogListener } from '../event-log.ts';
import { LostRanges, type LostRange } from '../losses/lost-ranges.ts';
import { CommitQueue } from './commit-queue.ts';
import type { EventStore } from './event-store.ts';

/** A store whose answers the test controls. */
class FickleStore {
  pauseMs = 0;
  readonly kept: LoggedEvent[] = [];
  readonly lost: LostRange[] = [];
  fault: string | undefined;
  #gate: Promise<void> | undefined;

  /** Answers nothing until the returned function is called. */
  stall(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return () => {
      if (this.#gate === promise) this.#gate = undefined;
      resolve();
    };
  }

  async append(events: readonly LoggedEvent[], lost: readonly LostRange[]): Promise<void> {
    await this.#gate;
    if (this.fault !== undefined) throw new Error(this.fault);
    this.kept.push(...events);
    this.lost.push(...lost);
  }
}

describe('CommitQueue', () => {
  let store: FickleStore;
  let queue: CommitQueue;
  let delivered: LoggedEvent[];
  let attempts: boolean[];
  let dropped: number;

  const findSession = jest.fn<FindSession>();
  const append = (count: number): void => {
    for (let n = 0; n < count; n += 1) {
      const timestamp = new Date(0).toISOString();
      const data = { callId: String(n), tool: 'search' };
      queue.append({
        type: 'tool:start',
        sessionId: 's',
        tenantId: 't',
        timestamp,
        data,
      } satisfies UncommittedEvent);
    }
  };
  /** A queue whose publisher stamps events and appends them. */
  const createQueue = (): CommitQueue => {
    const listener: LogListener = {
      committed: (batch) => delivered.push(...batch.events),
      publish: (draft) => queue.append({ ...draft, timestamp: new Date(0).toISOString() }),
      notice: () => undefined,
      findSession,
      attempted: ({ isStored }) => attempts.push(isStored),
      dropped: (count) => (dropped += count),
      refused: (_, error) => {
        throw error;
      },
    };
    return new CommitQueue(store as unknown as EventStore, '7' as EventId, listener, new LostRanges());
  };
  const idsOf = (events: readonly LoggedEvent[]): string[] => events.map(({ id }) => id);
  const typesOf = (events: readonly LoggedEvent[]): string[] => events.map(({ type }) => type);

  beforeEach(() => {
    attempts = [];
    dropped = 0;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'performance'] });
    Logger.overrideLogger(false);
    store = new FickleStore();
    delivered = [];
    queue = createQueue();
  });

  afterEach(() => {
    jest.useRealTimers();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });

  it('delivers events only once they are stored', async () => {
    const answer = store.stall();
    append(3);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(delivered).toEqual([]);
    answer();
    await jest.advanceTimersByTimeAsync(1);
    expect(idsOf(delivered)).toEqual(idsOf(store.kept));
    expect(delivered).toHaveLength(3);
  });

  it('delivers events live while the store fails, and stores them all when it is back', async () => {
    store.fault = 'disk full';
    append(2);
    await jest.advanceTimersByTimeAsync(10);
    append(2);
    await jest.advanceTimersByTimeAsync(10);
    expect(typesOf(delivered)).toEqual([
      'tool:start',
      'tool:start',
      'log:degraded',
      'tool:start',
      'tool:start',
    ]);
    expect(queue.isDegraded).toBe(true);
    expect(store.kept).toEqual([]);

    store.fault = undefined;
    await jest.advanceTimersByTimeAsync(1_500);
    expect(queue.isDegraded).toBe(false);
    expect(delivered.at(-1)?.event).toMatchObject({ type: 'log:recovered', data: { lost: 0 } });
    expect(idsOf(store.kept)).toEqual(idsOf(delivered));
    expect(new Set(idsOf(delivered)).size).toBe(delivered.length);
  });

  it('reads pages of delivered events that are not stored yet, without reading beyond the page', async () => {
    store.fault = 'disk full';
    append(20_000);
    await jest.advanceTimersByTimeAsync(10);
    const filter: EventFilter = {
      terms: [{ field: 'client', negated: true, patterns: [exactPattern('nobody')] }],
    };
    const page = queue.readUnstored({ after: delivered[9_999]!.id, limit: 250, filter });
    expect(idsOf(page)).toEqual(idsOf(delivered.slice(10_000, 10_250)));
    expect(findSession).toHaveBeenCalledTimes(250);
    store.fault = undefined;
    await jest.advanceTimersByTimeAsync(3_000);
    expect(queue.readUnstored({ after: delivered[0]!.id, limit: 250 })).toEqual([]);
  });

  it('tells of each attempt to store events', async () => {
    store.fault = 'disk full';
    append(1);
    await jest.advanceTimersByTimeAsync(1_010);
    store.fault = undefined;
    await jest.advanceTimersByTimeAsync(3_000);
    expect(attempts.slice(0, 3)).toEqual([false, false, true]);
    expect(dropped).toBe(0);
  });

  it('treats a store that does not answer as failed, and one that answers late as recovered', async () => {
    const answer = store.stall();
    append(2);
    await jest.advanceTimersByTimeAsync(4_900);
    expect(delivered).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    append(1);
    await jest.advanceTimersByTimeAsync(10);
    expect(typesOf(delivered)).toEqual(['tool:start', 'tool:start', 'log:degraded', 'tool:start']);

    answer();
    await jest.advanceTimersByTimeAsync(10);
    expect(typesOf(delivered).at(-1)).toBe('log:recovered');
    expect(idsOf(store.kept)).toEqual(idsOf(delivered));
  });

  it('waits only for earlier events when it is flushed', async () => {
    const answer = store.stall();
    append(1);
    await jest.advanceTimersByTimeAsync(0);
    append(1);
    const flushed = queue.flush().then(() => delivered.length);
    append(600);
    answer();
    store.stall();
    await jest.advanceTimersByTimeAsync(10);
    expect(delivered).toHaveLength(1);
    expect(queue.isDegraded).toBe(false);
    await jest.advanceTimersByTimeAsync(5_000);
    await expect(flushed).resolves.toBeGreaterThan(1);
  });

  it('delivers events live when it is flushed and the store does not answer', async () => {
    store.stall();
    append(2);
    const flushed = queue.flush();
    // A turn more than the time: what has arrived until then is in time.
    await jest.advanceTimersByTimeAsync(5_001);
    await flushed;
    expect(typesOf(delivered)).toEqual(['tool:start', 'tool:start', 'log:degraded']);
    append(1);
    await queue.flush();
    expect(typesOf(delivered).at(-1)).toBe('tool:start');
    expect(queue.waiting).toBe(4);
  });

  it('drops the oldest when too many wait, and reports how many were lost', async () => {
    store.fault = 'disk full';
    append(100_200);
    await jest.advanceTimersByTimeAsync(10);
    append(1);
    await jest.advanceTimersByTimeAsync(10);
    expect(delivered).toHaveLength(100_202);
    store.fault = undefined;
    await jest.advanceTimersByTimeAsync(3_000);
    expect(delivered.at(-1)?.event).toMatchObject({ type: 'log:recovered', data: { lost: 500 } });
    expect(dropped).toBe(500);
    expect(store.kept).toHaveLength(delivered.length - 500);
    expect(idsOf(store.kept)).toEqual(idsOf(delivered.slice(500)));
    const time = new Date(0).toISOString();
    expect(store.lost).toEqual([
      { after: '7', last: delivered[499]?.id, from: time, to: time, missing: 500 },
    ]);
  });

  it('gives the store one lost range however many events are dropped during an outage', async () => {
    store.fault = 'disk full';
    append(100_000);
    await jest.advanceTimersByTimeAsync(10);
    append(20_000);
    await jest.advanceTimersByTimeAsync(10);
    store.fault = undefined;
    await jest.advanceTimersByTimeAsync(3_000);
    const missing = delivered.length - store.kept.length;
    expect(missing).toBeGreaterThanOrEqual(20_000);
    expect(store.lost).toMatchObject([{ after: '7', last: delivered[missing - 1]?.id, missing }]);
  });

  it('keeps the ranges apart when a slow store stores events between two drops', async () => {
    const answer = store.stall();
    append(10);
    await jest.advanceTimersByTimeAsync(6_000);
    append(100_200);
    await jest.advanceTimersByTimeAsync(10);
    const answerNext = store.stall();
    answer();
    await jest.advanceTimersByTimeAsync(10);
    append(1_000);
    await jest.advanceTimersByTimeAsync(10);
    answerNext();
    await jest.advanceTimersByTimeAsync(3_000);

    expect(delivered.at(-1)?.type).toBe('log:recovered');
    const kept = new Set(idsOf(store.kept));
    const dropped = idsOf(delivered).filter((id) => !kept.has(id));
    expect(store.lost).toHaveLength(2);
    for (const { after, last, missing } of store.lost) {
      expect(kept).toContain(after);
      const inside = dropped.filter((id) => compareEventIds(id, after) > 0 && compareEventIds(id, last) <= 0);
      expect(inside).toHaveLength(missing ?? 0);
      expect(inside.at(-1)).toBe(last);
    }
    expect(store.lost.reduce((sum, { missing }) => sum + (missing ?? 0), 0)).toBe(dropped.length);
  });

  describe('over a store whose commits are expensive', () => {
    beforeEach(() => {
      // So long that a test that waits for it fails.
      store.pauseMs = 3_600_000;
      queue = createQueue();
    });

    it('commits the first event at once, and later ones together after the pause', async () => {
      jest.useFakeTimers();
      append(1);
      await jest.advanceTimersByTimeAsync(0);
      expect(delivered).toHaveLength(1);
      append(2);
      await jest.advanceTimersByTimeAsync(3_000_000);
      append(3);
      await jest.advanceTimersByTimeAsync(500_000);
      expect(store.kept).toHaveLength(1);
      await jest.advanceTimersByTimeAsync(100_000);
      expect(idsOf(delivered)).toEqual(idsOf(store.kept));
      expect(delivered).toHaveLength(6);
    });

    it('does not wait for the pause when it is flushed or closed', async () => {
      append(1);
      await jest.advanceTimersByTimeAsync(0);
      append(2);
      await queue.flush();
      expect(delivered).toHaveLength(3);
      append(2);
      await queue.close();
      expect(delivered).toHaveLength(5);
      expect(idsOf(delivered)).toEqual(idsOf(store.kept));
    });

    it('does not wait for the pause when a full commit is waiting or an outage ends', async () => {
      append(1);
      const answer = store.stall();
      await jest.advanceTimersByTimeAsync(0);
      append(1_000);
      answer();
      await jest.advanceTimersByTimeAsync(0);
      expect(store.kept.length).toBeGreaterThan(500);
      store.fault = 'disk full';
      await Promise.all([queue.flush(), jest.advanceTimersByTimeAsync(10)]);
      expect(queue.isDegraded).toBe(true);
      store.fault = undefined;
      await jest.advanceTimersByTimeAsync(1_500);
      expect(typesOf(delivered).at(-1)).toBe('log:recovered');
      expect(idsOf(delivered)).toEqual(idsOf(store.kept));
    });
  });

  it('stores the waiting events when it is closed', async () => {
    append(300);
    await Promise.all([queue.close(), jest.advanceTimersByTimeAsync(10)]);
    expect(store.kept).toHaveLength(300);
    append(1);
    await jest.advanceTimersByTimeAsync(10);
    expect(store.kept).toHaveLength(300);
  });

  it('says once that it drops what is published after it was closed', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    await queue.close();
    append(2);
    const said = warn.mock.calls.map(([line]) => String(line));
    warn.mockRestore();
    expect(said).toEqual([
      'An event of type "tool:start" was published after the log was closed, and dropped',
    ]);
  });
});
