import { jest } from '@jest/globals';
import { CommitPace } from './commit-pace.ts';

const PAUSE_MS = 100;

describe('CommitPace', () => {
  let begun: number;
  let pace: CommitPace;
  /** Runs the next turn of the event loop without advancing the clock. */
  const turn = (): unknown => jest.advanceTimersByTime(0);

  beforeEach(() => {
    jest.useFakeTimers();
    begun = 0;
    pace = new CommitPace(PAUSE_MS, () => {
      begun += 1;
      pace.begun();
    });
  });

  afterEach(() => jest.useRealTimers());

  it('begins the first commit at the end of the turn, once for everything that was published in it', () => {
    pace.soon();
    pace.soon();
    expect(begun).toBe(0);
    turn();
    expect(begun).toBe(1);
  });

  it('delays the next commit until the pause since the last one is over', () => {
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

  it('begins at the end of the turn again after a time without a commit', () => {
    pace.soon();
    turn();
    jest.advanceTimersByTime(PAUSE_MS);
    pace.soon();
    turn();
    expect(begun).toBe(2);
  });

  it('does not begin a second time when a commit was begun ahead of time', () => {
    pace.soon();
    pace.begun();
    jest.advanceTimersByTime(10 * PAUSE_MS);
    expect(begun).toBe(0);
  });

  it('waits for no pause where a commit costs nothing', () => {
    const eager = new CommitPace(0, () => (begun += 1));
    for (let round = 1; round <= 3; round += 1) {
      eager.soon();
      turn();
      expect(begun).toBe(round);
    }
  });
});
