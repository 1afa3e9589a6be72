import { jest } from '@jest/globals';
import { FlushPace } from './flush-pace.ts';

describe('FlushPace', () => {
  let workMs: number;

  beforeEach(() => {
    jest.useFakeTimers();
    workMs = 0;
    let asked = 0;
    // Called before and after each flush: the second time with the work of the flush.
    jest.spyOn(process, 'threadCpuUsage').mockImplementation(() => {
      asked += 1;
      return { user: asked % 2 === 0 ? workMs * 1_000 : 0, system: 0 };
    });
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const pace = (minMs = 0, maxMs = 20): FlushPace => new FlushPace({ minMs, maxMs });
  const flush = (to: FlushPace, subscribers: number, events = 0): void =>
    to.measure({ subscribers, events }, () => undefined);

  it('does not delay a flush to a few subscribers', () => {
    const one = pace();
    expect(one.waitMs).toBe(0);
    flush(one, 10, 1);
    expect(one.waitMs).toBe(0);
  });

  it('pauses longer the more subscribers and the more events there are', () => {
    const one = pace();
    flush(one, 100);
    expect(one.waitMs).toBeCloseTo(2);
    flush(one, 100, 8);
    expect(one.waitMs).toBeCloseTo(4);
    flush(one, 1_000, 8);
    expect(one.waitMs).toBe(20);
  });

  it('counts the pause from the end of the last flush', () => {
    const one = pace();
    flush(one, 200);
    jest.advanceTimersByTime(3);
    expect(one.waitMs).toBeCloseTo(1);
    jest.advanceTimersByTime(3);
    expect(one.waitMs).toBe(0);
  });

  it('waits as long as the last flush worked after a quiet time, but never longer than a pause', () => {
    const one = pace();
    workMs = 2;
    flush(one, 200);
    jest.advanceTimersByTime(1_000);
    expect(one.waitMs).toBe(2);
    workMs = 50;
    flush(one, 200);
    jest.advanceTimersByTime(1_000);
    expect(one.waitMs).toBeCloseTo(4);
  });

  it('takes a flush for full from 64 KiB on', () => {
    expect(pace().isFull(65_535)).toBe(false);
    expect(pace().isFull(65_536)).toBe(true);
  });

  it('keeps within its bounds', () => {
    const one = pace(7, 9);
    flush(one, 1);
    expect(one.waitMs).toBe(7);
    flush(one, 1_000);
    expect(one.waitMs).toBe(9);
  });
});
