import { formatMoment, formatShortMoment } from './times.ts';

const NOON = new Date(2026, 10, 22, 12, 5, 9);
const NOW = new Date(2026, 10, 22, 18).getTime();
const TOMORROW = new Date(2026, 10, 23, 1).getTime();

describe('a point in time', () => {
  it('is shown by its time of day when it is today', () => {
    expect(formatMoment(NOON.toISOString(), NOW)).toBe('12:05:09');
    expect(formatShortMoment(NOON.toISOString(), NOW)).toBe('12:05:09');
  });

  it('is shown with its date, or by its date alone, when it is another day', () => {
    expect(formatMoment(NOON.toISOString(), TOMORROW)).toMatch(/2026.+12:05/);
    expect(formatShortMoment(NOON.toISOString(), TOMORROW)).toMatch(/^(?!.*:).*2026/);
  });
});
