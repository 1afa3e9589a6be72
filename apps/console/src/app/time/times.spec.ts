import { formatMoment, formatShortMoment } from './times.ts';

const NOON = new Date(2026, 10, 22, 12, 5, 9);
const NOW = new Date(2026, 10, 22, 18).getTime();
const TOMORROW = new Date(2026, 10, 23, 1).getTime();

describe('a moment', () => {
  it('is told by its time of day when it was today', () => {
    expect(formatMoment(NOON.toISOString(), NOW)).toBe('12:05:09');
    expect(formatShortMoment(NOON.toISOString(), NOW)).toBe('12:05:09');
  });

  it('is told with its date, or by it alone, when it was not', () => {
    expect(formatMoment(NOON.toISOString(), TOMORROW)).toMatch(/2026.+12:05/);
    expect(formatShortMoment(NOON.toISOString(), TOMORROW)).toMatch(/^(?!.*:).*2026/);
  });
});
