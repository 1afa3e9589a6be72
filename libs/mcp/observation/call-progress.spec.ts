import type { ProgressUpdate } from '#tools';
import { CallProgress, PROGRESS_MS } from './call-progress.ts';

const { jest } = import.meta;

describe('CallProgress', () => {
  let published: number[];
  let progress: CallProgress;

  beforeEach(() => {
    jest.useFakeTimers();
    published = [];
    progress = new CallProgress(({ progress }: ProgressUpdate) => published.push(progress));
  });

  afterEach(() => jest.useRealTimers());

  it('publishes the first step at once, and then the newest of each quarter of a second', () => {
    for (let step = 1; step <= 10; step += 1) progress.report({ progress: step });
    expect(published).toEqual([1]);
    jest.advanceTimersByTime(PROGRESS_MS);
    expect(published).toEqual([1, 10]);
    progress.report({ progress: 11 });
    expect(published).toEqual([1, 10]);
    jest.advanceTimersByTime(PROGRESS_MS);
    expect(published).toEqual([1, 10, 11]);
  });

  it('publishes at once again after a pause', () => {
    progress.report({ progress: 1 });
    jest.advanceTimersByTime(PROGRESS_MS);
    progress.report({ progress: 2 });
    expect(published).toEqual([1, 2]);
  });

  it('does not lose the last step when the call ends, and leaves no timer', () => {
    progress.report({ progress: 1 });
    progress.report({ progress: 2 });
    progress.report({ progress: 3 });
    progress.end();
    expect(published).toEqual([1, 3]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
