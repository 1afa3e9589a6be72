import { retryAfterMs } from '../../api/retry-after.ts';
import { backOffMs } from './back-off.ts';
import { clockOffset } from './clock-offset.ts';
import { refusalOf } from './refusal.ts';

const NOW = Date.parse('2026-11-22T08:00:00.000Z');

describe('backOffMs', () => {
  it('returns between half of the wait and all of it', () => {
    expect(backOffMs(1, 3000, () => 0)).toBe(1500);
    expect(backOffMs(1, 3000, () => 1)).toBe(3000);
    expect(backOffMs(3, 3000, () => 0)).toBe(3375);
  });

  it('returns at most 30 seconds', () => {
    expect(backOffMs(1000, 3000, () => 1)).toBe(30_000);
  });
});

describe('retryAfterMs', () => {
  const read = (value?: string): number | undefined =>
    retryAfterMs(new Headers(value === undefined ? {} : { 'retry-after': value }), NOW);

  it('reads a number of seconds and a date', () => {
    expect(read('12')).toBe(12_000);
    expect(read('Sun, 22 Nov 2026 08:00:30 GMT')).toBe(30_000);
  });

  it.each([
    ['no wait', '0'],
    ['a time in the past', 'Sun, 22 Nov 2026 07:00:00 GMT'],
  ])('returns a second for %s', (_, value) => {
    expect(read(value)).toBe(1_000);
  });

  it.each([
    ['a year', '31536000'],
    ['a year as a date', 'Mon, 22 Nov 2027 08:00:00 GMT'],
    ['more seconds than a number holds', '9'.repeat(400)],
  ])('returns an hour for %s', (_, value) => {
    expect(read(value)).toBe(3_600_000);
  });

  it('returns undefined for a missing or unreadable header', () => {
    expect(read()).toBeUndefined();
    expect(read('soon')).toBeUndefined();
  });
});

describe('refusalOf', () => {
  it.each([
    [401, { kind: 'signed-out' }],
    [400, { kind: 'bad-position' }],
    [429, { kind: 'lost', cause: 'The server has too many streams or requests.' }],
    [503, { kind: 'lost', cause: 'The server answered 503.' }],
  ])('maps status %i to the reason why the connection ended', (status, expected) => {
    expect(refusalOf(new Response(null, { status }), NOW)).toMatchObject(expected);
  });
});

describe('clockOffset', () => {
  const offset = (date: string): number => clockOffset(new Headers({ date }), NOW);

  it('returns the difference of the clocks', () => {
    expect(offset('Sun, 22 Nov 2026 08:05:00 GMT')).toBe(300_500);
    expect(offset('Sun, 22 Nov 2026 07:59:00 GMT')).toBe(-59_500);
  });

  it('returns 0 for a difference within the resolution of the header, or without the header', () => {
    expect(offset('Sun, 22 Nov 2026 08:00:01 GMT')).toBe(0);
    expect(clockOffset(new Headers(), NOW)).toBe(0);
  });
});
