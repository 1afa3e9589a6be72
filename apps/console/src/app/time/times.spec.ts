import { timeStyle, timeZone } from './page-choices.ts';
import { formatMoment, formatPreciseTime, formatShortMoment } from './times.ts';
import { exactTime, formatPreciseWhen, formatWhen } from './when.ts';

const NOON = new Date(2026, 10, 22, 12, 5, 9);
const NOW = new Date(2026, 10, 22, 18).getTime();
const TOMORROW = new Date(2026, 10, 23, 1).getTime();

describe('a point in time', () => {
  it('is shown by its time of day when it is today', () => {
    expect(formatMoment(NOON.toISOString(), NOW)).toBe('12:05:09');
    expect(formatShortMoment(NOON.toISOString(), NOW)).toBe('12:05:09');
  });

  it('is shown with its date, or by its date alone, when it is another day', () => {
    expect(formatMoment(NOON.toISOString(), TOMORROW)).toMatch(/^(?!.*2026).*22.+12:05$/);
    expect(formatMoment(NOON.toISOString(), new Date(2027, 0, 1).getTime())).toMatch(/2026.+12:05/);
    expect(formatShortMoment(NOON.toISOString(), TOMORROW)).toMatch(/^(?!.*:).*2026/);
  });

  it('is shown in UTC once that is chosen', () => {
    timeZone.choose('utc');
    expect(formatPreciseTime('2026-11-22T23:05:09.120Z')).toBe('23:05:09.120');
    expect(formatMoment('2026-11-22T23:05:09Z', Date.parse('2026-11-23T00:10:00Z'))).toMatch(/22.+23:05/);
    timeZone.choose('local');
  });

  it('is shown as the time passed once that is selected, with the exact time beside it', () => {
    const at = NOON.toISOString();
    const after = (seconds: number): string => formatWhen(at, NOON.getTime() + seconds * 1_000);
    expect([after(60), exactTime(at)]).toEqual(['12:05:09', null]);
    timeStyle.choose('relative');
    expect([0, 8, 125, 7_300, 200_000].map(after)).toEqual([
      'now',
      '8 s ago',
      '2 m ago',
      '2 h ago',
      '2 d ago',
    ]);
    expect(formatPreciseWhen(at, () => NOON.getTime() + 9_000)).toBe('9 s ago');
    expect(exactTime(at)).toMatch(/2026.+12:05:09\.000/);
    timeStyle.choose('absolute');
  });
});
