import { jest } from '@jest/globals';
import { StallWatch } from './stall-watch.ts';

describe('StallWatch', () => {
  const stalled = jest.fn();
  let watch: StallWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    stalled.mockClear();
    watch = new StallWatch(stalled);
  });

  afterEach(() => {
    watch.close();
    jest.useRealTimers();
  });

  it('tells of a store that does not answer', () => {
    watch.begin();
    jest.advanceTimersByTime(5_001);
    expect(stalled).toHaveBeenCalledTimes(1);
  });

  it('tells of nothing when an answer is received in the turn in which the time is over, and the next request begins', () => {
    watch.begin();
    jest.advanceTimersByTime(5_000);
    watch.end();
    watch.begin();
    jest.advanceTimersByTime(1);
    expect(stalled).not.toHaveBeenCalled();
  });

  it('gives each request the whole time', () => {
    watch.begin();
    jest.advanceTimersByTime(4_000);
    watch.end();
    watch.begin();
    jest.advanceTimersByTime(4_000);
    expect(stalled).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1_001);
    expect(stalled).toHaveBeenCalledTimes(1);
  });
});
