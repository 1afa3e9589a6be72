import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');

describe('the pause that an answer asks for', () => {
  it.each([
    ['seconds', '30', 30_000],
    ['a date', 'Mon, 01 Jun 2026 12:01:00 GMT', 60_000],
    ['a date that has passed', 'Mon, 01 Jun 2026 11:00:00 GMT', 0],
    ['what is longer than ten minutes', '86400', 600_000],
    ['a number beyond all numbers', '9'.repeat(400), 600_000],
    ['neither', 'soon', 0],
    ['an empty text', '', 0],
    ['nothing', undefined, 0],
  ])('is read from %s', (_, header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});
