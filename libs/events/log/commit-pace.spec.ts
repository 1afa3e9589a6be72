import { jest } from '@jest/globals';
import { CommitPace } from './commit-pace.ts';

const PAUSE_MS = 100;

describe('CommitPace', () => {
  let begun: number;
  /** How many events each commit carries. */
  let events: number;
  let pace: CommitPace;
  /** Runs what the next turn of the event loop holds, and lets no time pass. */
  const turn = (): unknown => jest.advanceTimersByTime(0);

  beforeEach(() => {
    jest.useFakeTimers();
    begun = 0;
    events = 1;
    pace = new CommitPace(PAUSE_MS, () => {
      begun += 1;
      pace.begun(events);
    });
  });

  afterEach(() => jest.useRealTimers());

  it('begins the first commit with the end of the turn, for all who ask in it', () => {
    pace.soon();
    pace.soon();
    expect(begun).toBe(0);
    turn();
    expect(begun).toBe(1);
  });

  it('has a commit that follows wait for the rest of the pause, and no longer', () => {
    pace.soon();
    turn();
    jest.advanceTimersByTime(PAUSE_MS / 2);
    pace.soon();
    jest.advanceTimersByTime(PAUSE_MS / 2 - 1);
    expect(begun).toBe(1);
    pace.soon();
    jest.advanceTimersByTime(1);
    expect(begun).toBe(2);
  });

  it.each([
    [16, 1],
    [32, 2],
    [512, 3],
  ])('pauses after %i events %i times as long', (count, times) => {
    events = count;
    pace.soon();
    turn();
    pace.soon();
    jest.advanceTimersByTime(times * PAUSE_MS - 1);
    expect(begun).toBe(1);
    jest.advanceTimersByTime(1);
    expect(begun).toBe(2);
  });

  it('begins at once again after a time without a commit', () => {
    pace.soon();
    turn();
    jest.advanceTimersByTime(PAUSE_MS);
    pace.soon();
    turn();
    expect(begun).toBe(2);
  });

  it('begins no second time what was begun ahead of its time', () => {
    pace.soon();
    pace.begun(1);
    jest.advanceTimersByTime(10 * PAUSE_MS);
    expect(begun).toBe(0);
  });

  it('knows no pause where a commit costs nothing', () => {
    const eager = new CommitPace(0, () => (begun += 1));
    for (let round = 1; round <= 3; round += 1) {
      eager.soon();
      turn();
      expect(begun).toBe(round);
    }
  });
});
