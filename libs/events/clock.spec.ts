import { jest } from '@jest/globals';
import { Clock } from './clock.ts';

describe('Clock', () => {
  afterEach(() => jest.restoreAllMocks());

  it('formats every moment as Date does, even after the system clock is set back', () => {
    const now = jest.spyOn(Date, 'now');
    const clock = new Clock();
    const began = Date.parse('2026-12-31T23:59:58.990Z');
    for (const after of [0, 0, 1, 9, 10, 11, 100, 1_009, 1_010, 1_011, -5_000, 86_400_000]) {
      now.mockReturnValue(began + after);
      expect(clock.now()).toBe(new Date(began + after).toISOString());
    }
  });
});
