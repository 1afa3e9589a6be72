import { stepFor } from './steps.ts';

const MINUTE_MS = 60_000;

describe('stepFor', () => {
  it.each([
    [15 * MINUTE_MS, 500, 15_000],
    [15 * MINUTE_MS, 340, 30_000],
    [60 * MINUTE_MS, 500, 60_000],
    [24 * 60 * MINUTE_MS, 500, 30 * MINUTE_MS],
    [10_000, 500, 200],
    [400 * 24 * 60 * MINUTE_MS, 500, 6 * 24 * 60 * MINUTE_MS],
  ])('divides %i ms on %i px into steps of %i ms', (length, width, step) => {
    expect(stepFor(length, width)).toBe(step);
  });

  it('returns one step for a width of zero', () => {
    expect(stepFor(MINUTE_MS, 0)).toBe(MINUTE_MS);
  });
});
