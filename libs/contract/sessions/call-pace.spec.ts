import { callPaceOf } from '#contract';

describe('callPaceOf', () => {
  it.each([
    ['usual', 0, 200],
    ['usual', 200, 200],
    ['overdue', 201, 200],
    ['overdue', 60_000, 200],
    ['stuck', 60_001, 200],
    ['overdue', 100_000, 10_000],
    ['stuck', 100_001, 10_000],
    ['usual', 60_000, null],
    ['stuck', 60_001, null],
    ['overdue', 1, 0],
  ])(
    'is %s at an age of %d ms when the last p99 is %p and calls are stuck after a minute',
    (pace, age, p99) => {
      expect(callPaceOf(age, p99, 60_000)).toBe(pace);
    },
  );

  it('follows the configured time', () => {
    expect(callPaceOf(6_000, 500, 1_000)).toBe('stuck');
    expect(callPaceOf(4_000, 500, 1_000)).toBe('overdue');
    expect(callPaceOf(1_001, null, 1_000)).toBe('stuck');
  });
});
