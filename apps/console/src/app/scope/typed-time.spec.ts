import { readRange, readTime, typedTime } from './typed-time.ts';

const NOW = new Date(2026, 10, 29, 12, 30, 15).getTime();
const local = (...parts: [number, number, number, number, number, number?, number?]): number =>
  new Date(...parts).getTime();

describe('readTime', () => {
  it.each([
    ['14:05', local(2026, 10, 29, 14, 5)],
    ['9:05:07', local(2026, 10, 29, 9, 5, 7)],
    ['yesterday 14:05:07.25', local(2026, 10, 28, 14, 5, 7, 250)],
    ['Today 00:00', local(2026, 10, 29, 0, 0)],
    ['2026-11-28 14:05', local(2026, 10, 28, 14, 5)],
    ['2026-11-28T14:05:07', local(2026, 10, 28, 14, 5, 7)],
    ['2026-11-28', local(2026, 10, 28, 0, 0)],
    ['2026-11-28T14:05:07Z', Date.UTC(2026, 10, 28, 14, 5, 7)],
    ['2026-11-28 14:05:07+02:00', Date.UTC(2026, 10, 28, 12, 5, 7)],
    [' -15m ', NOW - 900_000],
    ['now', NOW],
  ])('reads “%s”', (text, at) => {
    expect(readTime(text, NOW)).toEqual({ at });
  });

  it.each(['', '25:00', '14:60', '2026-02-31', '2026-11-28 noon', 'tomorrow 14:00', '2026-13-01T00:00Z'])(
    'says how to write “%s” right',
    (text) => {
      expect(readTime(text, NOW)).toEqual({ problem: expect.stringContaining('Write a time such as') });
    },
  );
});

describe('readRange', () => {
  it('takes the day of the beginning for an end without a date', () => {
    expect(readRange('yesterday 14:00', '14:10', NOW)).toEqual({
      range: { from: local(2026, 10, 28, 14, 0), to: local(2026, 10, 28, 14, 10) },
    });
  });

  it('names the end that has a fault', () => {
    expect(readRange('soon', '14:10', NOW)).toMatchObject({ end: 'from' });
    expect(readRange('10:00', 'later', NOW)).toMatchObject({ end: 'to' });
    expect(readRange('10:00', '09:59', NOW)).toMatchObject({
      end: 'to',
      problem: expect.stringContaining('ends before it begins'),
    });
    expect(readRange('18:00', '19:00', NOW)).toMatchObject({
      end: 'from',
      problem: expect.stringContaining('future'),
    });
  });
});

describe('typedTime', () => {
  it('writes what is read back to the millisecond', () => {
    for (const at of [NOW, NOW + 7]) expect(readTime(typedTime(at), NOW)).toEqual({ at });
    expect(typedTime(NOW)).toBe('2026-11-29 12:30:15');
  });
});
