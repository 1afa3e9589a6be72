import { formatDuration, formatLatency, formatRunning, formatSpan } from './durations.ts';
import { formatAgo } from './times.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.004, '0.1 ms'],
    [0.42, '0.4 ms'],
    [0.94, '0.9 ms'],
    [0.97, '1 ms'],
    [0.94, '0.9 ms'],
    [0.97, '1 ms'],
    [123.4, '123 ms'],
    [999.7, '1.00 s'],
    [1234, '1.23 s'],
    [12_345, '12.3 s'],
    [59_960, '1 m 00 s'],
    [125_000, '2 m 05 s'],
  ])('formats %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatRunning', () => {
  it('shows tenths of a second below a minute, then seconds', () => {
    expect([0, 740, 12_300, 61_000].map(formatRunning)).toEqual(['0.0 s', '0.7 s', '12.3 s', '1 m 01 s']);
  });
});

describe('formatSpan', () => {
  it('shows the two largest units', () => {
    expect([8_900, 3_600_000, 11_220_000, 180_000_000].map(formatSpan)).toEqual([
      '8 s',
      '1 h 00 m',
      '3 h 07 m',
      '2 d 2 h',
    ]);
  });
});

it('formatLatency shows a dash for a missing measurement', () => {
  expect(formatLatency(null)).toBe('–');
});

it('formatAgo shows “now” within a second, then the time passed', () => {
  expect([10_000, 9_001, 2_000].map((at) => formatAgo(at, 10_000))).toEqual(['now', 'now', '8 s ago']);
});
